import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  AttemptPageDocument,
  ExamPaperDocument,
  type Lectern,
  SaveAnswerDocument,
  StartAttemptDocument,
} from '@lectern/sdk';
import { waitFor } from '@lectern/testing';
import { readLogs } from '../_product/product.ts';
import { adminAccount, makeAccount, signedIn } from '../_school/accounts.ts';
import { makeCourse } from '../_school/course.ts';
import { inMinutes, makeDraftExam, makeExam } from '../_school/exam.ts';
import { type Answer, post, postText } from './post.ts';

type Headers = Readonly<Record<string, string>>;

/** Says nothing by itself, and must never be in a log. */
const key = `only-the-key-${randomUUID()}`;
const shortText = [{ kind: 'SHORT_TEXT', prompt: 'What opens it?', acceptedTexts: [key] }] as const;

let secrets: string[];
let admin: Lectern;
let learner: Headers;
let stranger: Headers;
let instructor: Headers;
let learnersLectern: Lectern;
let teacher: Lectern;
let attemptId: string;
let questionId: string;
let endingAttemptId: string;
let draftExamId: string;
let examId: string;

async function headersOf(lectern: Lectern): Promise<Headers> {
  const headers = await lectern.authHeaders();
  secrets.push(headers.authorization?.replace('Bearer ', '') ?? '');
  return headers;
}

beforeAll(async () => {
  admin = await signedIn(adminAccount);
  const [bea, stan, iris] = await Promise.all([
    makeAccount(admin, 'Bea Learner'),
    makeAccount(admin, 'Stan Learner'),
    makeAccount(admin, 'Iris Instructor', ['INSTRUCTOR']),
  ]);
  secrets = [key, ...[bea, stan, iris].map(({ password }) => password)];
  teacher = await signedIn(iris);
  learnersLectern = await signedIn(bea);
  [learner, stranger, instructor] = await Promise.all([
    headersOf(learnersLectern),
    headersOf(await signedIn(stan)),
    headersOf(teacher),
  ]);
  const course = await makeCourse(teacher, 'Hard to please');
  const exam = await makeExam(teacher, course, 'Long', [bea], shortText);
  const ending = await makeExam(teacher, course, 'Soon over', [bea], shortText, {
    closesAt: inMinutes(0.35),
    timeLimitSeconds: 60,
  });
  examId = exam.id;
  draftExamId = (await makeDraftExam(teacher, course, 'A draft', [])).id;
  const start = async (id: string) =>
    (await learnersLectern.mutate(StartAttemptDocument, { input: { examId: id } })).startAttempt.attempt.id;
  [endingAttemptId, attemptId] = [await start(ending.id), await start(exam.id)];
  const { attempt } = await learnersLectern.query(AttemptPageDocument, { attemptId });
  questionId = attempt?.questions?.[0]?.id ?? '';
});
afterAll(async () => {
  await teacher[Symbol.asyncDispose]();
  await learnersLectern[Symbol.asyncDispose]();
});

const saveAnswer = /* GraphQL */ `
  mutation Save($input: SaveAnswerInput!) {
    saveAnswer(input: $input) { receipt { storedSequence } }
  }
`;
const importQuestions = /* GraphQL */ `
  mutation Import($input: ImportQuestionsInput!) {
    importQuestions(input: $input) { import { addedCount problems { row field code } } }
  }
`;
const createCourse = 'mutation ($input: CreateCourseInput!) { createCourse(input: $input) { course { id } } }';

function save(headers: Headers, changes: Readonly<Record<string, unknown>> = {}): Promise<Answer> {
  const input = { attemptId, questionId, sequence: 7, answer: { text: 'a guess' }, ...changes };
  return post(saveAnswer, { input }, headers);
}

function importFile(bytes: Buffer, headers: Headers = instructor): Promise<Answer> {
  const input = { examId: draftExamId, contentBase64: bytes.toString('base64'), isDryRun: false };
  return post(importQuestions, { input }, headers);
}

/** The same token for somebody else, which its signature does not fit. */
function forge(token: string): string {
  const [head, claims = '', signature] = token.split('.');
  const changed = { ...JSON.parse(Buffer.from(claims, 'base64url').toString()), roles: ['ADMIN'] };
  return [head, Buffer.from(JSON.stringify(changed)).toString('base64url'), signature].join('.');
}

/** A token of the right shape that nobody signed. */
function unsigned(claims: Readonly<Record<string, unknown>>): string {
  const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
  return `${part({ alg: 'none', typ: 'JWT' })}.${part(claims)}.`;
}

const deep = `{ course(id: "1") { ${'modules { lessons { course { '.repeat(7)}id${' } } }'.repeat(7)} } }`;
const bearer = (token: string): Headers => ({ authorization: `Bearer ${token}` });
const tokenOf = (headers: Headers) => headers.authorization?.replace('Bearer ', '') ?? '';
const everyone = { sub: '1', roles: ['ADMIN'], exp: 9_999_999_999 };

type Case = readonly [what: string, codes: readonly string[], send: () => Promise<Answer>];
const cases: readonly Case[] = [
  ['a body that is no JSON', ['BODY_NOT_JSON'], () => postText('{"query": ')],
  ['a body that is no object', ['BODY_NOT_JSON', 'BAD_REQUEST'], () => postText('[]')],
  ['a body without an operation', ['BAD_REQUEST'], () => postText('{}')],
  ['a form instead of JSON', ['CONTENT_TYPE_UNSUPPORTED'], () => postText('query={viewer{id}}', {}, 'text/plain')],
  ['malformed GraphQL', ['GRAPHQL_PARSE_FAILED'], () => post('{ viewer { id ')],
  ['an unknown field', ['GRAPHQL_VALIDATION_FAILED'], () => post('{ viewer { passwordHash } }')],
  [
    'an answer key asked for in an attempt',
    ['GRAPHQL_VALIDATION_FAILED'],
    () =>
      post(
        'query ($id: ID!) { attempt(attemptId: $id) { questions { ... on ShortTextQuestion { acceptedTexts } } } }',
        {
          id: attemptId,
        },
        learner,
      ),
  ],
  [
    'a variable of the wrong type',
    ['BAD_USER_INPUT'],
    () => post('query ($first: Int) { courses(first: $first) { totalCount } }', { first: 'ten' }),
  ],
  ['a variable that is missing', ['BAD_USER_INPUT'], () => save(learner, { sequence: undefined })],
  [
    'a literal of the wrong type',
    ['GRAPHQL_VALIDATION_FAILED'],
    () => post('{ courses(first: "ten") { totalCount } }'),
  ],
  ['a page that is too large', ['PAGE_TOO_LARGE', 'BAD_INPUT'], () => post('{ courses(first: 101) { totalCount } }')],
  ['a cursor that is none', ['BAD_CURSOR'], () => post('{ courses(after: "x") { totalCount } }')],
  ['an operation that is too deep', ['OPERATION_TOO_DEEP'], () => post(deep)],
  [
    'a token with other roles than were signed',
    ['TOKEN_INVALID'],
    () => post('{ viewer { id } }', {}, bearer(forge(tokenOf(learner)))),
  ],
  ['a token that nobody signed', ['TOKEN_INVALID'], () => post('{ viewer { id } }', {}, bearer(unsigned(everyone)))],
  ['a token that is none', ['TOKEN_INVALID'], () => post('{ viewer { id } }', {}, bearer('nonsense'))],
  ['an unknown API key', ['API_KEY_INVALID'], () => post('{ viewer { id } }', {}, { 'x-api-key': 'lk_nonsense' })],
  ['an answer without sign-in', ['UNAUTHENTICATED'], () => save({})],
  ['an answer to someone else’s attempt', ['ATTEMPT_NOT_FOUND'], () => save(stranger)],
  [
    'an answer to an attempt that there is not',
    ['ATTEMPT_NOT_FOUND'],
    () => save(learner, { attemptId: randomUUID() }),
  ],
  [
    'an answer to an attempt with an id that is none',
    ['ATTEMPT_NOT_FOUND', 'BAD_INPUT'],
    () => save(learner, { attemptId: "'; drop table" }),
  ],
  ['an answer to an unknown question', ['QUESTION_NOT_IN_ATTEMPT'], () => save(learner, { questionId: randomUUID() })],
  ['an answer of the wrong kind', ['ANSWER_DOES_NOT_FIT'], () => save(learner, { answer: { number: 3 } })],
  ['two answers in one', ['ANSWER_DOES_NOT_FIT'], () => save(learner, { answer: { number: 3, text: 'x' } })],
  ['an answer with a sequence of 0', ['BAD_INPUT'], () => save(learner, { sequence: 0 })],
  [
    'handing in for someone else',
    ['ATTEMPT_NOT_FOUND'],
    () =>
      post(
        'mutation ($id: ID!) { submitAttempt(input: { attemptId: $id }) { attempt { id } } }',
        { id: attemptId },
        stranger,
      ),
  ],
  ['a course made by a learner', ['FORBIDDEN'], () => post(createCourse, { input: { title: 'Mine' } }, learner)],
  ['a course without a title', ['BAD_INPUT'], () => post(createCourse, { input: { title: ' ' } }, instructor)],
  [
    'the paper asked for by a learner',
    ['EXAM_NOT_FOUND', 'FORBIDDEN'],
    () => post('query ($id: ID!) { examPaper(examId: $id) { questions { acceptedTexts } } }', { id: examId }, learner),
  ],
  [
    'a file imported by a stranger',
    ['EXAM_NOT_FOUND', 'FORBIDDEN'],
    () => importFile(Buffer.from('prompt,answer\nQ?,TRUE\n'), stranger),
  ],
  [
    'a picture instead of a CSV',
    ['IMPORT_FILE_NOT_TEXT'],
    () => importFile(Buffer.from([0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10, 0, 0, 0, 13, 0xff, 0xfe, 0])),
  ],
  ['an empty CSV', ['IMPORT_FILE_EMPTY'], () => importFile(Buffer.alloc(0))],
  [
    'a body of 10 MB',
    ['BODY_TOO_LARGE'],
    () => post('{ viewer { id } }', { padding: 'x'.repeat(10 * 1024 * 1024) }, instructor),
  ],
];

describe('bad input', () => {
  it.each(cases)('%s is refused', async (_what, codes, send) => {
    const answer = await send();
    expect(codes).toContain(answer.code);
    expect(answer.body.errors?.[0]?.message).toMatch(/\S/);
    expect(answer.status).toBeLessThan(500);
    expect(JSON.stringify(answer.body)).not.toMatch(/node_modules|\.ts:|\bat .+ \(|stack/i);
  });

  it('someone else’s attempt is not there to be read', async () => {
    const answer = await post('query ($id: ID!) { attempt(attemptId: $id) { id } }', { id: attemptId }, stranger);
    expect(answer.body).toEqual({ data: { attempt: null } });
  });

  it('a CSV saved in a wrong encoding is named by row and field, and adds nothing', async () => {
    const damaged = Buffer.from('prompt,answer\nOÃ¹ est le cafÃ© ?,TRUE\n');
    const { body } = await importFile(damaged);
    expect(body.data).toEqual({
      importQuestions: { import: { addedCount: 0, problems: [{ row: 2, field: 'prompt', code: 'ENCODING_DAMAGED' }] } },
    });
  });

  it('an answer after the deadline is refused', async () => {
    const { attempt } = await learnersLectern.query(AttemptPageDocument, { attemptId: endingAttemptId });
    const ending = { attemptId: endingAttemptId, questionId: attempt?.questions?.[0]?.id };
    let sequence = 0;
    const code = await waitFor(
      'the deadline',
      async () => (await save(learner, { ...ending, sequence: ++sequence })).code,
      60_000,
    );
    expect(['ATTEMPT_DEADLINE_PASSED', 'ATTEMPT_ENDED']).toContain(code);
  });

  it('a token is worth nothing after the sign-out', async () => {
    const account = await makeAccount(admin, 'Sonia Learner');
    const lectern = await signedIn(account);
    const headers = await headersOf(lectern);
    expect((await post('{ viewer { id } }', {}, headers)).body.data?.viewer).toEqual({ id: account.id });
    // Tokens carry whole seconds; one of the second of the sign-out may be newer than it.
    const issuedAt = Date.now();
    await waitFor('the next second', () => Math.floor(Date.now() / 1_000) > Math.floor(issuedAt / 1_000));
    await lectern.signOut();
    const refused = await waitFor('the token to be refused', async () => {
      const { code } = await post('{ viewer { id } }', {}, headers);
      return code;
    });
    expect(['TOKEN_EXPIRED', 'TOKEN_INVALID']).toContain(refused);
  });

  it('nothing of all this was half done', async () => {
    const { attempt } = await learnersLectern.query(AttemptPageDocument, { attemptId });
    expect(attempt).toMatchObject({ status: 'IN_PROGRESS', answeredCount: 0, answers: [] });
    const { examPaper } = await teacher.query(ExamPaperDocument, { examId: draftExamId });
    expect(examPaper.questions).toEqual([]);
    const input = { attemptId, questionId, sequence: 1, answer: { text: key } };
    const { saveAnswer: saved } = await learnersLectern.mutate(SaveAnswerDocument, { input });
    expect(saved.receipt.storedSequence).toBe(1);
  });

  it('no log holds a password, a token or an answer key', () => {
    const found = [...readLogs()].flatMap(([process, text]) =>
      secrets.filter((secret) => text.includes(secret)).map((secret) => `${process}: ${secret}`),
    );
    expect(found).toEqual([]);
    expect(secrets.every((secret) => secret.length > 20)).toBe(true);
  });
});
