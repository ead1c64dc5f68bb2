import type { Viewer } from '@lectern/request-signing';
import type { Clock } from '@lectern/runtime';
import type { EntityManager } from '@mikro-orm/postgresql';
import type { VideoAccessEvents } from './events.ts';
import type { ProgressLoader } from './graphql/loaders.ts';
import type { UploadStore } from './upload/upload-store.ts';
import type { CourseAccess } from './video/video.ts';

/** What a person may do in a course; throws UPSTREAM_UNAVAILABLE when course does not answer. */
export type AskCourseAccess = (courseId: string, userId: string, requestId?: string) => Promise<CourseAccess>;

/** What lives as long as the service. */
export type ServiceDeps = {
  readonly clock: Clock;
  readonly events: VideoAccessEvents;
  readonly uploads: UploadStore;
  readonly askCourseAccess: AskCourseAccess;
  readonly signingSecret: string;
  readonly uploadBytesMax: number;
  readonly playbacksMax: number;
  /** Files are waiting to be removed. */
  readonly noticeFileRemoval: () => void;
};

/** What lives as long as one request. */
export type RequestDeps = ServiceDeps & {
  readonly viewer: Viewer;
  readonly requestId: string;
  readonly em: EntityManager;
  readonly progressOf: ProgressLoader;
};
