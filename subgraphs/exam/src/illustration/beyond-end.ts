const codes = ['ERR_OUT_OF_RANGE', 'ERR_BUFFER_OUT_OF_BOUNDS'];

/** What `read` gives; null when it reads beyond the end of its bytes, as in a file that was cut off. */
export function nullBeyondEnd<T>(read: () => T | null): T | null {
  try {
    return read();
  } catch (error) {
    if (typeof error === 'object' && error !== null && 'code' in error && codes.includes(`${error.code}`)) return null;
    throw error;
  }
}
