import { Readable } from 'node:stream';
import type { Door } from '@lectern/subgraph';
import type { FastifyInstance } from 'fastify';
import type { ReportingEvents } from '../events.ts';
import type { CourseAccess } from '../exam/course-access.ts';
import { findExams } from '../exam/exam.queries.ts';
import { mayExport } from '../exam/exam-access.ts';
import { exportErrors } from './export.errors.ts';
import type { ExportTokens } from './export-token.ts';
import { contentDisposition, resultsFileName } from './file-name.ts';
import { type ResultLinesDeps, resultLines } from './result-lines.ts';

export type ExportRouteDeps = ResultLinesDeps & {
  readonly courseAccess: CourseAccess;
  readonly exportTokens: ExportTokens;
  readonly events: ReportingEvents;
};

/** `GET /files/exports/<token>`: the file, for the viewer the token was made for, while they still may have it. */
export function registerExportRoute(app: FastifyInstance, door: Door, deps: ExportRouteDeps): void {
  // A wildcard, as the router takes no parameter of more than 100 characters.
  app.get<{ Params: { '*': string } }>('/files/exports/*', async (request, reply) => {
    const { viewer } = door.verify(request, 'stream');
    const viewerId = viewer.kind === 'USER' ? viewer.id : undefined;
    const { examId } = deps.exportTokens.read(request.params['*'], viewerId);
    const [exam] = await findExams(deps.em.fork(), [examId]);
    if (!exam || !(await mayExport({ ...deps, viewer }, exam))) throw exportErrors.make('EXPORT_LINK_REFUSED');
    deps.events.resultsExported(examId);
    reply.headers({
      'content-type': 'text/csv; charset=utf-8',
      'content-disposition': contentDisposition(resultsFileName(exam.title)),
      'cache-control': 'private, no-store',
      'x-content-type-options': 'nosniff',
    });
    const lines = resultLines(deps, examId);
    return reply.send(Readable.from(await begun(lines)));
  });
}

/** The header and the first batch are read before anything is sent: a failure then is an error, not half a file. */
async function begun(lines: AsyncGenerator<string>): Promise<AsyncGenerator<string>> {
  const header = await lines.next();
  const first = await lines.next();
  return (async function* () {
    if (!header.done) yield header.value;
    if (!first.done) yield first.value;
    yield* lines;
  })();
}
