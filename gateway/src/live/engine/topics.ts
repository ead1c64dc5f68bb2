import type { LiveEnvelope } from '@lectern/events';
import type { TopicFeed, TopicFollower, TopicSink } from '@lectern/fanout';
import type { Group } from './group.ts';

/** A topic that somebody here follows. */
export class Topic implements TopicSink {
  readonly name: string;
  readonly groups = new Set<Group>();
  readonly follower: TopicFollower;
  /** Whether updates do not arrive at the moment. Told before the follower is ready, and only then told to be over. */
  isStale = false;
  users = 0;
  readonly #onEvent: () => void;

  constructor(name: string, feed: TopicFeed, onEvent: () => void) {
    this.name = name;
    this.#onEvent = onEvent;
    this.follower = feed.follow(name, this);
  }

  onEvent(event: LiveEnvelope): void {
    this.#onEvent();
    for (const group of this.groups) group.tell({ kind: 'EVENT', event });
  }
  onBreak(newest: LiveEnvelope | null): void {
    for (const group of this.groups) group.tell(newest ? { kind: 'NEWEST', event: newest } : { kind: 'SNAPSHOT' });
  }
  onAway(): void {
    this.isStale = true;
    for (const group of this.groups) group.tell({ kind: 'AGAIN', isStale: true });
  }
  onBack(): void {
    this.isStale = false;
    for (const group of this.groups) group.tell({ kind: 'AGAIN', isStale: false });
  }
}

export type Topics = {
  /** Follows the topic until every `open` has been undone by `release`. */
  open(name: string): Topic;
  release(topic: Topic): void;
  readonly count: number;
};

export function createTopics(feed: TopicFeed, onEvent: () => void): Topics {
  const topics = new Map<string, Topic>();
  return {
    open(name) {
      const topic = topics.get(name) ?? new Topic(name, feed, onEvent);
      topics.set(name, topic);
      topic.users += 1;
      return topic;
    },
    release(topic) {
      topic.users -= 1;
      if (topic.users > 0) return;
      topics.delete(topic.name);
      topic.follower.leave();
    },
    get count() {
      return topics.size;
    },
  };
}
