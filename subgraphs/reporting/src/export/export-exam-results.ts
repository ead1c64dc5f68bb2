import type { Viewer } from '@lectern/request-signing';
import { accessErrors, requireUser } from '@lectern/subgraph';
import type { CourseAccess } from '../exam/course-access.ts';
import type { Exam } from '../exam/exam.entity.ts';
import { mayExport, mayWatch } from '../exam/exam-access.ts';
import { exportErrors } from './export.errors.ts';
import type { ExportTokens } from './export-token.ts';
import { resultsFileName } from './file-name.ts';

export type ExportDeps = {
  readonly viewer: Viewer;
  readonly courseAccess: CourseAccess;
  readonly exportTokens: ExportTokens;
};

export type ReportFile = { readonly url: string; readonly fileName: string; readonly expiresAt: Date };

/** Where the viewer, and nobody else, can fetch the results for ten minutes. They are read when they are fetched. */
export async function exportExamResults(deps: ExportDeps, exam: Exam | null): Promise<ReportFile> {
  const user = requireUser(deps.viewer);
  if (!exam) throw exportErrors.make('EXAM_REPORT_NOT_FOUND');
  if (!(await mayExport(deps, exam))) {
    throw (await mayWatch(deps, exam)) ? accessErrors.make('FORBIDDEN') : exportErrors.make('EXAM_REPORT_NOT_FOUND');
  }
  const { token, expiresAt } = deps.exportTokens.issue({ examId: exam.examId, viewerId: user.id });
  return { url: `/files/exports/${token}`, fileName: resultsFileName(exam.title), expiresAt };
}
