export { type DeadLetter, listDeadLetters, replayDeadLetters } from './dead-letters.ts';
export { type OutboxRelayOptions, startOutboxRelay } from './outbox-relay.ts';
export { type StreamConsumerOptions, startStreamConsumer } from './stream-consumer.ts';
export { deadKey, streamKey } from './stream-keys.ts';
