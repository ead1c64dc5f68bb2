export type Objectlike = Record<string, unknown>;

export function isObject(value: unknown): value is Objectlike {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Names that every object answers to; as a client's alias they must not read what was inherited. */
export function isInheritedName(key: string): boolean {
  return key in Object.prototype;
}

export function read(object: Objectlike, key: string): unknown {
  return isInheritedName(key) ? (Object.hasOwn(object, key) ? object[key] : undefined) : object[key];
}

export function write(object: Objectlike, key: string, value: unknown): void {
  // Assigning to `__proto__` would change the prototype and lose the value.
  if (key === '__proto__')
    Object.defineProperty(object, key, { value, writable: true, enumerable: true, configurable: true });
  else object[key] = value;
}
