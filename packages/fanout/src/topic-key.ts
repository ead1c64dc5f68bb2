/**
 * The channel of a topic, and the key of a hash with its last event: fields `epoch`, `offset`, `last`, and what the
 * publisher's script notes for itself.
 */
export function topicKey(prefix: string, topic: string): string {
  return `${prefix}live:${topic}`;
}

/** The list of the young events before the last one, oldest first: `<ms> <envelope>`. */
export function keptKey(key: string): string {
  return `${key}:kept`;
}
