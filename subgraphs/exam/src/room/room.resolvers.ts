import { accessErrors, inputErrors, readPage, requireUser, toConnection } from '@lectern/subgraph';
import type { AttemptRow } from '../attempt/attempt.entity.ts';
import type { RequestDeps } from '../deps.ts';
import { examErrors } from '../exam/exam.errors.ts';
import { isKnownToSupervise, supervises } from '../exam/exam-access.ts';
import { cursorParts } from '../graphql/cursor.ts';
import type {
  AttemptResolvers,
  ExamResolvers,
  ExamRoomResolvers,
  MutationResolvers,
  QueryResolvers,
  RoomAttemptResolvers,
} from '../graphql/types.generated.ts';
import { questionCountOf } from '../paper/paper.ts';
import { endAttempt } from './end-attempt.ts';
import { readExamRooms } from './exam-room.queries.ts';
import type { ExamRoomCounts } from './exam-room.ts';
import { pauseAttempts, unpauseAttempts } from './pause-attempts.ts';
import { reopenAttempt } from './reopen-attempt.ts';
import { countRoomAttempts, listRoomAttempts, roomCursor } from './room-attempts.queries.ts';
import { sendRoomMessage } from './send-room-message.ts';
import { voidAttempt } from './void-attempt.ts';

const learnersMax = 1_000;

export const roomQueries = {
  async examRoom(_parent, { examId }, deps) {
    requireUser(deps.viewer);
    const exam = await deps.loaders.exam.load(examId);
    if (!exam) return null;
    if (!(await supervises(deps, exam.courseId))) throw accessErrors.make('FORBIDDEN');
    return roomOf(deps, exam.id);
  },
} satisfies QueryResolvers;

export const roomMutations = {
  async pauseAttempts(_parent, { input }, deps) {
    const changedCount = await pauseAttempts(deps, input);
    return { changedCount, room: await roomOf(deps, input.examId) };
  },
  async unpauseAttempts(_parent, { input }, deps) {
    const changedCount = await unpauseAttempts(deps, input);
    return { changedCount, room: await roomOf(deps, input.examId) };
  },
  async sendRoomMessage(_parent, { input }, deps) {
    return { toldCount: await sendRoomMessage(deps, input) };
  },
  async endAttempt(_parent, { input }, deps) {
    return { attempt: await endAttempt(deps, input.attemptId, input.reason) };
  },
  async voidAttempt(_parent, { input }, deps) {
    return { attempt: await voidAttempt(deps, input.attemptId, input.reason) };
  },
  async reopenAttempt(_parent, { input }, deps) {
    return { attempt: await reopenAttempt(deps, input) };
  },
} satisfies MutationResolvers;

export const examRoomFields = {
  async exam({ examId }, _args, { loaders }) {
    const exam = await loaders.exam.load(examId);
    if (!exam) throw examErrors.make('EXAM_NOT_FOUND');
    return exam;
  },
} satisfies ExamRoomResolvers;

export const roomAttemptFields = {
  attempt: (attempt) => attempt,
  remainingSeconds: ({ id, status }, _args, { loaders }) =>
    status === 'IN_PROGRESS' ? loaders.remainingSeconds.load(id) : 0,
  answeredCount: ({ id }, _args, { loaders }) => loaders.answeredCount.load(id),
  questionCount: async ({ paperId }, _args, { papers }) => questionCountOf(await papers.get(paperId)),
  deviceCount: ({ id }, _args, { loaders }) => loaders.deviceCount.load(id),
  incidentCount: ({ id }, _args, { loaders }) => loaders.incidentCount.load(id),
} satisfies RoomAttemptResolvers;

export const roomOfExam = {
  async roomAttempts({ id, courseId }, args, deps) {
    requireUser(deps.viewer);
    if (!(await supervises(deps, courseId))) throw accessErrors.make('FORBIDDEN');
    const page = readPage(args);
    const filter = args.filter ?? {};
    if ((filter.learnerIds?.length ?? 0) > learnersMax) {
      const message = `Name at most ${learnersMax} learners.`;
      throw inputErrors.make('BAD_INPUT', { message, facts: { field: 'filter' } });
    }
    const after = cursorParts(page, 'number', 'instant', 'uuid');
    const found = await listRoomAttempts(deps.em, id, filter, page.limit, after);
    return toConnection(found, page, roomCursor, () => countRoomAttempts(deps.em, id, filter));
  },
} satisfies ExamResolvers;

export const roomOfAttempt = {
  async incidents(attempt, _args, deps) {
    return (await seesRoom(deps, attempt)) ? deps.loaders.incidents.load(attempt.id) : null;
  },
  async messages(attempt, _args, deps) {
    const isOwn = deps.viewer.kind === 'USER' && deps.viewer.id === attempt.learnerId;
    return isOwn || (await seesRoom(deps, attempt)) ? deps.loaders.messages.load(attempt) : null;
  },
} satisfies AttemptResolvers;

async function seesRoom(deps: RequestDeps, { examId }: AttemptRow): Promise<boolean> {
  const exam = await deps.loaders.exam.load(examId);
  return exam !== null && isKnownToSupervise(deps, exam.courseId);
}

async function roomOf({ em }: RequestDeps, examId: string): Promise<ExamRoomCounts> {
  const [room] = await readExamRooms(em, [examId]);
  if (!room) throw examErrors.make('EXAM_NOT_FOUND');
  return room;
}
