import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

/** One reminder as exam's ledger has it: at most one for a learner, an exam and an opening. */
export type LedgerRow = {
  readonly id: string;
  readonly learnerId: string;
  readonly examId: string;
  readonly opensAt: string;
  claimableAtMs: number;
  state: 'WAITING' | 'BEGUN' | 'SENT' | 'FAILED';
  failure: string | null;
};

export type StubExam = { examId: string; title: string; opensAt: string; registered: string[] };

/** Called before the stub does what it was asked; 'drop' breaks the connection instead. */
export type Intervene = (operation: string, variables: Variables) => 'drop' | undefined;

type Variables = {
  readonly id?: string;
  readonly examId?: string;
  readonly first?: number;
  readonly after?: string;
  readonly limit?: number;
  readonly leaseSeconds?: number;
  readonly retryAfterSeconds?: number;
  readonly failure?: string | null;
};

export type ExamStub = AsyncDisposable & {
  readonly url: string;
  readonly exams: StubExam[];
  readonly ledger: LedgerRow[];
  /** Answers of `expireAttempts`, one after the other; 0 when they are used up. */
  readonly expiring: number[];
  /** Largest number of `expireAttempts` running at once. */
  overlapMax: number;
  intervene: Intervene;
};

/** The internal door of exam, kept in memory: only for as long as subgraphs/exam cannot be started from here. */
export async function startExamStub(): Promise<ExamStub> {
  const exams: StubExam[] = [];
  const ledger: LedgerRow[] = [];
  const expiring: number[] = [];
  let running = 0;
  const stub = { exams, ledger, expiring, overlapMax: 0, intervene: (() => undefined) as Intervene };

  const opening = (exam: StubExam) => ({
    examId: exam.examId,
    title: exam.title,
    opensAt: exam.opensAt,
    closesAt: new Date(Date.parse(exam.opensAt) + 7_200_000).toISOString(),
    timeLimitSeconds: 3_600,
  });
  const rowOf = (id: string | undefined) => ledger.find((row) => row.id === id);

  const operations: Record<string, (variables: Variables) => unknown> = {
    upcomingExams: ({ first = 0, after = '' }) =>
      exams
        .filter(({ opensAt }) => opensAt > after)
        .sort((a, b) => a.opensAt.localeCompare(b.opensAt))
        .slice(0, first)
        .map(opening),
    prepareReminders({ examId = '' }) {
      const exam = exams.find((known) => known.examId === examId);
      const missing = (exam?.registered ?? []).filter(
        (learnerId) =>
          !ledger.some((row) => row.learnerId === learnerId && row.examId === examId && row.opensAt === exam?.opensAt),
      );
      for (const learnerId of missing) {
        const row = { learnerId, examId, opensAt: exam?.opensAt ?? '', claimableAtMs: 0, failure: null };
        ledger.push({ ...row, id: `r${ledger.length}`, state: 'WAITING' });
      }
      return missing.length;
    },
    claimReminders({ limit = 0, leaseSeconds = 0 }) {
      const now = Date.now();
      const claimed = ledger.filter((row) => row.state === 'WAITING' && row.claimableAtMs <= now).slice(0, limit);
      return claimed.flatMap((row) => {
        row.claimableAtMs = now + leaseSeconds * 1_000;
        const exam = exams.find(({ examId }) => examId === row.examId);
        return exam ? [{ id: row.id, learnerId: row.learnerId, exam: opening(exam) }] : [];
      });
    },
    beginReminder({ id }) {
      const row = rowOf(id);
      if (row?.state !== 'WAITING' || row.claimableAtMs <= Date.now()) return false;
      row.state = 'BEGUN';
      return true;
    },
    takeBackReminder({ id, retryAfterSeconds = 0 }) {
      const row = rowOf(id);
      if (row?.state !== 'BEGUN' || row.claimableAtMs <= Date.now()) return false;
      Object.assign(row, { state: 'WAITING', claimableAtMs: Date.now() + retryAfterSeconds * 1_000 });
      return true;
    },
    finishReminder({ id, failure = null }) {
      const row = rowOf(id);
      if (row) Object.assign(row, { state: failure === null ? 'SENT' : 'FAILED', failure });
      return true;
    },
    releaseReminder({ id, retryAfterSeconds = 0 }) {
      const row = rowOf(id);
      if (row?.state !== 'WAITING') return false;
      row.claimableAtMs = Date.now() + retryAfterSeconds * 1_000;
      return true;
    },
    async expireAttempts() {
      running += 1;
      stub.overlapMax = Math.max(stub.overlapMax, running);
      await new Promise((resolve) => setImmediate(resolve));
      running -= 1;
      return expiring.shift() ?? 0;
    },
  };

  const server = await listen(async (question) => {
    const operation = Object.keys(operations).find((name) => question.query.includes(`${name}(`)) ?? '';
    if (stub.intervene(operation, question.variables) === 'drop') return undefined;
    return { [operation]: await operations[operation]?.(question.variables) };
  });
  return Object.assign(stub, server);
}

export type IdentityStub = AsyncDisposable & { readonly url: string };

/** `usersByIds`: names and addresses are made from the ids; `id-…` speaks Indonesian, `nomail-…` has no address. */
export async function startIdentityStub(): Promise<IdentityStub> {
  return listen(async ({ variables }) => ({
    usersByIds: (variables.ids ?? []).map((id) => ({
      id,
      name: `Name of ${id}`,
      email: id.startsWith('nomail-') ? null : `${id}@example.com`,
      locale: id.startsWith('id-') ? 'id' : 'en',
    })),
  }));
}

type Question = { readonly query: string; readonly variables: Variables & { readonly ids?: readonly string[] } };

/** A GraphQL server as far as the internal client needs one; no answer breaks the connection. */
async function listen(answer: (question: Question) => Promise<object | undefined>) {
  const server = createServer(async (request, response) => {
    if (request.method === 'GET') return void response.end('{}');
    const data = await answer(JSON.parse(await text(request)));
    if (data === undefined) return void request.destroy();
    response.setHeader('content-type', 'application/json').end(JSON.stringify({ data }));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
