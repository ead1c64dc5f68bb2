const uuid = /^[\da-f]{8}-[\da-f]{4}-[\da-f]{4}-[\da-f]{4}-[\da-f]{12}$/i;

/** Ids come from clients: what is no UUID is the id of nothing, not an error of the database. */
export function isUuid(id: string): boolean {
  return uuid.test(id);
}
