/** The PostgreSQL schema of this service. */
export const databaseSchema = 'video_access';
