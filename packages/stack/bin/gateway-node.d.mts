/** Arguments before the entry file, and environment where nothing else is set. */
export const gatewayNode: {
  readonly flags: readonly string[];
  readonly env: Readonly<Record<'MALLOC_ARENA_MAX' | 'NODE_COMPILE_CACHE', string>>;
};
