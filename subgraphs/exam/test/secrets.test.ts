import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  type GraphQLNamedType,
  type GraphQLSchema,
  getNamedType,
  isInterfaceType,
  isObjectType,
  isUnionType,
} from 'graphql';
import { Redis } from 'ioredis';
import {
  answerTo,
  examPaper,
  importQuestions,
  keys,
  makeDraft,
  makeStarted,
  saveAnswer,
  startAttempt,
  submitAttempt,
} from './_operations.ts';
import { instructor, learner, otherLearner, readSchema, startTestExam, type TestExam } from './_util.ts';

/**
 * Fields that answer those who teach the course and admins, and nobody else; that they do is shown by the tests of each.
 * `QuestionResult.rightAnswer` is the one exception: after hand-in, as the exam's policy says.
 */
const teachersOnly = new Set([
  ...['examPaper', 'questionBank', 'bankQuestionVersions', 'essayScript', 'previewRegrade', 'itemAnalysis'].map(
    (name) => `Query.${name}`,
  ),
  ...['addQuestion', 'updateQuestion', 'removeQuestion', 'moveQuestion', 'importQuestions'].map(
    (name) => `Mutation.${name}`,
  ),
  ...['addSection', 'updateSection', 'removeSection', 'moveSection'].map((name) => `Mutation.${name}`),
  ...['addDraw', 'updateDraw', 'removeDraw', 'takeFromBank', 'addToBank', 'refreshFromBank'].map(
    (name) => `Mutation.${name}`,
  ),
  ...['addBankQuestion', 'updateBankQuestion', 'archiveBankQuestion'].map((name) => `Mutation.${name}`),
  ...['claimScript', 'markScript', 'applyRegrade'].map((name) => `Mutation.${name}`),
  'Exam.keyCorrections',
  'Exam.publishedQuestions',
  'QuestionResult.rightAnswer',
]);
const keyFields = ['isRight', 'tolerance', 'acceptedTexts', 'pattern', 'targetId', 'guidance', 'publishObstacles'];

/** Fields reachable from all other fields of the roots, entities included, as `Type.field`. */
function reachableFields(schema: GraphQLSchema): Set<string> {
  const seen = new Set<string>();
  const visit = (type: GraphQLNamedType): void => {
    const types = isInterfaceType(type) || isUnionType(type) ? schema.getPossibleTypes(type) : [type];
    for (const each of types) {
      if (!isObjectType(each)) continue;
      for (const field of Object.values(each.getFields())) {
        const name = `${each.name}.${field.name}`;
        if (teachersOnly.has(name) || seen.has(name)) continue;
        seen.add(name);
        visit(getNamedType(field.type));
      }
    }
  };
  for (const root of [schema.getQueryType(), schema.getMutationType(), schema.getSubscriptionType()]) {
    if (root) visit(root);
  }
  return seen;
}

let exam: TestExam;
beforeAll(async () => {
  exam = await startTestExam();
});
afterAll(async () => exam[Symbol.asyncDispose]());

describe('the schema', () => {
  let reachable: Set<string>;
  beforeAll(async () => {
    reachable = reachableFields(await readSchema(exam));
  });

  it('is walked from every root', () => {
    for (const field of ['ChoiceQuestion.choices', 'QuestionResult.verdict', 'Course.exams', 'Registration.exam']) {
      expect(reachable).toContain(field);
    }
  });

  it('leads a learner to no key', () => {
    for (const field of reachable) {
      expect(field).not.toMatch(/^(Authored|ImportedQuestion|BankQuestion|RightAnswer|EssayScript|QuestionAnalysis)/);
      const [type, name = ''] = field.split('.');
      // What a learner has matched is told back to them.
      if (type !== 'Match') expect([field, keyFields.includes(name)]).toEqual([field, false]);
    }
    // What a learner answered is told back to them; the same names on a question would be its key.
    const named = [...reachable].filter((field) => /\.(isTrue|number|text)$/.test(field));
    expect(named.sort()).toEqual([
      ...['Answer.isTrue', 'Answer.number', 'Answer.text', 'Attempt.number', 'Choice.text', 'QuestionItem.text'],
      'RoomMessage.text',
    ]);
  });
});

describe('what the service says, writes and logs', () => {
  const secrets = [
    keys.text,
    keys.text.toLowerCase(),
    String(keys.number),
    String(keys.tolerance),
    'isRight',
    'acceptedTexts',
  ];

  function expectNoSecret(text: string): void {
    for (const secret of secrets) expect(text).not.toContain(secret);
  }

  it('holds no key, nor an answer, when all goes well and when nothing does', async () => {
    const started = await makeStarted(exam);
    const { examId, attemptId } = started;
    const said: unknown[] = [await exam.ask(learner, startAttempt, { examId })];
    for (const [kind, answer] of Object.entries(started.right)) {
      said.push(await exam.ask(learner, saveAnswer, answerTo(started, kind, answer)));
      said.push(
        await exam.refused(learner, saveAnswer, answerTo(started, kind, { choiceIds: ['x'.repeat(99)], isTrue: true })),
      );
      said.push(await exam.refused(otherLearner, saveAnswer, answerTo(started, kind, answer)));
    }
    said.push(await exam.refused(learner, examPaper, { examId }));
    said.push(await exam.ask(learner, submitAttempt, { attemptId }));
    said.push(await exam.refused(learner, saveAnswer, answerTo(started, 'NUMERIC', { number: 5 }, 9)));
    const draft = await makeDraft(exam);
    const bad = Buffer.from(`prompt,choice_a,choice_b,answer\nQ?,${keys.text},${keys.text},A\n`).toString('base64');
    const { importQuestions: imported } = await exam.ask(instructor, importQuestions, {
      input: { examId: draft.examId, contentBase64: bad, isDryRun: true },
    });
    expect(imported.import.problemCount).toBe(1);
    said.push(imported);
    expectNoSecret(JSON.stringify(said));

    const outbox = await exam.db.query('select payload from exam.outbox');
    expect(outbox.rows.length).toBeGreaterThan(3);
    expectNoSecret(JSON.stringify(outbox.rows));

    expect(exam.logLines.length).toBeGreaterThan(10);
    expectNoSecret(exam.logLines.join('\n'));

    const redis = new Redis(exam.config.redisUrl);
    const lastOf = `${exam.config.redisPrefix}live:attempt.${attemptId}.result`;
    const message = (await redis.hget(lastOf, 'last')) ?? '';
    redis.disconnect();
    expect(message).toContain(attemptId);
    // The learner's own answers are in their message; the key's own spelling and the tolerance are not.
    for (const secret of [keys.text, String(keys.tolerance), 'isRight', 'acceptedTexts']) {
      expect(message).not.toContain(secret);
    }
  });

  it('holds nothing of a statement that fails', async () => {
    const started = await makeStarted(exam);
    await exam.db.query('alter table exam.answer rename to answer_away');
    try {
      const refusal = await exam.refused(learner, saveAnswer, answerTo(started, 'SHORT_TEXT', { text: keys.text }));
      expect(refusal).toMatchObject({ code: 'ANSWER_NOT_SAVED' });
      expectNoSecret(JSON.stringify(refusal));
    } finally {
      await exam.db.query('alter table exam.answer_away rename to answer');
    }
    const saved = await exam.ask(learner, saveAnswer, answerTo(started, 'SHORT_TEXT', { text: keys.text }));
    expect(saved.saveAnswer.receipt.storedSequence).toBe(1);
    expectNoSecret(exam.logLines.join('\n'));
  });
});
