/** The channel of a topic, and the key of a hash with its last event: fields `epoch`, `offset`, `last`. */
export function topicKey(prefix: string, topic: string): string {
  return `${prefix}live:${topic}`;
}
