import type { Viewer } from '@lectern/request-signing';
import type DataLoader from 'dataloader';
import type { CourseAccess } from './exam/course-access.ts';
import type { Exam } from './exam/exam.entity.ts';
import type { ExportTokens } from './export/export-token.ts';
import type { LiveReader } from './live/live-reader.ts';

/** What a resolver may use, made anew for each request. */
export type RequestDeps = {
  readonly viewer: Viewer;
  readonly examById: DataLoader<string, Exam | null>;
  readonly courseAccess: CourseAccess;
  readonly liveReader: LiveReader;
  readonly exportTokens: ExportTokens;
};
