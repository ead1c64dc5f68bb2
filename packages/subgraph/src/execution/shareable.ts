/** On objects of which the same is written whoever asks. */
const shareable = Symbol('shareable');

/**
 * Says of an object that it never changes and looks the same to everybody: what is written of it for a selection of plain
 * properties is written once, and not again for each answer that has it. Fields with a resolver or an object within are
 * not plain, and are resolved each time as ever. It is frozen.
 */
export function asShareable<T extends object>(value: T): Readonly<T> {
  Object.defineProperty(value, shareable, { value: true });
  return Object.freeze(value);
}

export function isShareable(value: unknown): value is object {
  return typeof value === 'object' && value !== null && shareable in value;
}
