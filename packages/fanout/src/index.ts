export { type Conflator, type ConflatorOptions, createConflator } from './conflator.ts';
export type { Position, TopicFeed, TopicFeedOptions, TopicFollower, TopicSink } from './feed-types.ts';
export type { LiveSubscription } from './live-subscription.ts';
export { createTopicFeed } from './topic-feed.ts';
export { createTopicPublisher, type TopicPublisher, type TopicPublisherOptions } from './topic-publisher.ts';
export {
  createTopicSubscriber,
  type TopicSubscriber,
  type TopicSubscriberOptions,
} from './topic-subscriber.ts';
