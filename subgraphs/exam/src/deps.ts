import type { Viewer } from '@lectern/request-signing';
import type { EntityManager } from '@mikro-orm/postgresql';
import type { CourseDoor } from './access/course-door.ts';
import type { AnswerWriter } from './attempt/answer-writer.ts';
import type { KnownAttempts } from './attempt/known-attempts.ts';
import type { ResultPublisher } from './attempt/result-publisher.ts';
import type { ExamEvents } from './events.ts';
import type { Loaders } from './graphql/loaders.ts';
import type { IllustrationLinks } from './illustration/illustration-links.ts';
import type { PaperCache } from './paper/paper-cache.ts';

/** What lives as long as the service. */
export type ServiceDeps = {
  readonly course: CourseDoor;
  readonly papers: PaperCache;
  readonly knownAttempts: KnownAttempts;
  readonly answers: AnswerWriter;
  readonly results: ResultPublisher;
  readonly events: ExamEvents;
  readonly illustrationLinks: IllustrationLinks;
  /** A random 32-bit integer, which decides the order of one attempt. */
  readonly newSeed: () => number;
};

/** What one request has; each function asks only for the members it uses. */
export type RequestDeps = ServiceDeps & {
  readonly viewer: Viewer;
  /** A fork of this request's own. */
  readonly em: EntityManager;
  readonly loaders: Loaders;
};
