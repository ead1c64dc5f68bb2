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
    const position = this.follower.position();
    for (const group of this.groups)
      group.tell(newest ? { kind: 'NEWEST', event: newest } : { kind: 'SNAPSHOT', position });
  }
  onAway(): void {
    this.#tellAgain(true);
  }
  onBack(): void {
    this.#tellAgain(false);
  }

  #tellAgain(isStale: boolean): void {
    this.isStale = isStale;
    // As of now: what comes while this waits for its turn is told behind it.
    const event = this.follower.newest();
    const position = this.follower.position();
    for (const group of this.groups) group.tell({ kind: 'AGAIN', isStale, event, position });
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
