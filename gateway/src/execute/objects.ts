export type Objectlike = Record<string, unknown>;

export function isObject(value: unknown): value is Objectlike {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Names that every object answers to; as a client's alias they must not read what was inherited. */
export function isInheritedName(key: string): boolean {
  return key in Object.prototype;
}

/** An own member. Parsed JSON holds no functions, so a function is what every object has inherited. */
export function read(object: Objectlike, key: string): unknown {
  const value = object[key];
  if (typeof value !== 'function' && key !== '__proto__') return value;
  return Object.hasOwn(object, key) ? Object.getOwnPropertyDescriptor(object, key)?.value : undefined;
}

export function write(object: Objectlike, key: string, value: unknown): void {
  if (key !== '__proto__') object[key] = value;
  // Assigning to `__proto__` would change the prototype and lose the value.
  else Object.defineProperty(object, key, { value, writable: true, enumerable: true, configurable: true });
}
