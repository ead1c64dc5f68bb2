export { type Conflator, type ConflatorOptions, createConflator } from './conflator.ts';
export type { LiveSubscription } from './live-subscription.ts';
export { createTopicPublisher, type TopicPublisher, type TopicPublisherOptions } from './topic-publisher.ts';
export {
  createTopicSubscriber,
  type TopicSubscriber,
  type TopicSubscriberOptions,
} from './topic-subscriber.ts';
