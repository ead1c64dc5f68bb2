import { readPage, toConnection } from '@lectern/subgraph';
import { isUuid } from '../db/uuid.ts';
import { isKnownToTeach } from '../exam/exam-access.ts';
import { cursorParts } from '../graphql/cursor.ts';
import type { AuditEntryResolvers, ExamResolvers } from '../graphql/types.generated.ts';
import { type AuditRow, countAuditEntries, listAuditEntries } from './audit.queries.ts';

export const auditEntryFields = {
  actor: ({ actor, isService }) => (isService ? null : { __typename: 'User' as const, id: actor }),
  service: ({ actor, isService }) => (isService ? actor : null),
  attempt: async ({ attemptId }, _args, { loaders }) =>
    attemptId === null ? null : ((await loaders.attempt.load(attemptId))?.attempt ?? null),
  detail: ({ detail }) => JSON.stringify(detail),
} satisfies AuditEntryResolvers;

export const auditOfExam = {
  async auditLog({ id, courseId }, { attemptId, ...args }, deps) {
    if (!(await isKnownToTeach(deps, courseId))) return null;
    const page = readPage(args);
    const after = cursorParts(page, 'number');
    if (typeof attemptId === 'string' && !isUuid(attemptId)) return toConnection<AuditRow>([], page, cursorOf, 0);
    const of = attemptId ?? null;
    const found = await listAuditEntries(deps.em, id, of, page.limit, after);
    return toConnection(found, page, cursorOf, () => countAuditEntries(deps.em, id, of));
  },
} satisfies ExamResolvers;

function cursorOf({ id }: AuditRow): readonly number[] {
  return [Number(id)];
}
