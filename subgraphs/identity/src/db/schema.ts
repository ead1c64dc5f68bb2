/** The PostgreSQL schema everything of identity lives in. */
export const identitySchema = 'identity';
