import type { KeptReader, ReadRequest } from './kept-reader.ts';
import { type Teller, takeRow } from './tell-topic.ts';
import { positionOf, type Topic } from './topic.ts';

export type TopicReads = {
  /** Reads what is kept of a topic that is DUE, until it is LIVE. */
  ask(topic: Topic): void;
  /** Asks once more for what Redis gave no answer to. */
  retry(): void;
};

export function createTopicReads(reader: KeptReader, teller: Teller, onLive: (topic: Topic) => void): TopicReads {
  const unanswered = new Set<Topic>();

  function ask(topic: Topic): void {
    // The connection may be lost meanwhile: then another question follows, and an answer to this one is too old.
    const isMine = () => topic.asked === request;
    const request: ReadRequest = {
      key: topic.key,
      known: positionOf(topic),
      onSend() {
        if (isMine()) topic.phase = 'READING';
      },
      onRow(row) {
        if (!isMine()) return;
        topic.asked = undefined;
        takeRow(teller, topic, row);
        if (topic.phase === 'LIVE') onLive(topic);
        else ask(topic);
      },
      onFail() {
        if (!isMine()) return;
        topic.asked = undefined;
        topic.phase = 'DUE';
        unanswered.add(topic);
      },
    };
    topic.asked = request;
    reader.ask(request);
  }

  return {
    ask,
    retry() {
      const again = [...unanswered];
      unanswered.clear();
      for (const topic of again) {
        if (topic.phase === 'DUE' && !topic.asked && topic.followers.size > 0) ask(topic);
      }
    },
  };
}
