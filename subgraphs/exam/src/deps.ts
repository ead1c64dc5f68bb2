import type { Viewer } from '@lectern/request-signing';
import type { EntityManager } from '@mikro-orm/postgresql';
import type { CourseDoor } from './access/course-door.ts';
import type { PeopleDoor } from './access/people-door.ts';
import type { ClassStatisticsCache } from './analysis/class-statistics.ts';
import type { ItemAnalyses } from './analysis/item-analysis.ts';
import type { KnownAttempts } from './attempt/known-attempts.ts';
import type { PresenceWriter } from './attempt/presence-writer.ts';
import type { ResultPublisher } from './attempt/result-publisher.ts';
import type { RoomReader } from './attempt/room-reader.ts';
import type { ExamEvents } from './events.ts';
import type { CodeTries } from './exam/access-code.ts';
import type { Loaders } from './graphql/loaders.ts';
import type { Readers } from './graphql/readers.ts';
import type { IllustrationLinks } from './illustration/illustration-links.ts';
import type { FileWork } from './import/file-work.ts';
import type { ScriptCounter } from './marking/script-counts.ts';
import type { PaperCache } from './paper/paper-cache.ts';
import type { RoomPublisher } from './room/room-publisher.ts';
import type { ExamWriter } from './writer/exam-writer.ts';

/** What lives as long as the service. */
export type ServiceDeps = {
  readonly course: CourseDoor;
  readonly people: PeopleDoor;
  readonly papers: PaperCache;
  readonly knownAttempts: KnownAttempts;
  readonly writer: ExamWriter;
  readonly readers: Readers;
  readonly codeTries: CodeTries;
  readonly results: ResultPublisher;
  readonly rooms: RoomPublisher;
  readonly roomReader: RoomReader;
  readonly presence: PresenceWriter;
  readonly statistics: ClassStatisticsCache;
  readonly itemAnalyses: ItemAnalyses;
  readonly scriptCounter: ScriptCounter;
  readonly events: ExamEvents;
  readonly fileWork: FileWork;
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
