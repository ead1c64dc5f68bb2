/** Setting it gives an object another prototype instead of a property; what has it, graphql-js coerces. */
export const reservedKey = '__proto__';
