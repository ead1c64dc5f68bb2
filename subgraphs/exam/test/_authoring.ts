import type { Viewer } from '@lectern/request-signing';
import { createExam } from './_operations.ts';
import { instructor, type TestExam } from './_util.ts';

const illustration = 'illustration { id url alt width height }';
const authored = /* GraphQL */ `
  id position kind prompt pointsMax sectionId bankQuestionId bankVersion newerBankVersion ${illustration}
  choices { id text isRight ${illustration} } isTrue
`;
const paper = /* GraphQL */ `
  examId questionCount pointsMax
  sections { id position title instructions }
  questions { ${authored} }
  draws { id sectionId position tags difficultyMin difficultyMax questionCount pointsEach matchingCount }
  publishObstacles { code message questionId drawId }
`;
const bankQuestion = `id courseId version tags difficulty isArchived examCount changedAt question { ${authored} }`;

export const paperQuery = `query ($examId: ID!) { examPaper(examId: $examId) { ${paper} } }`;
export const previewQuery = /* GraphQL */ `
  query ($examId: ID!, $seed: Int) {
    examPreview(examId: $examId, seed: $seed) {
      pointsMax timeLimitSeconds sections { id title instructions }
      questions { __typename id position prompt pointsMax sectionId ${illustration} ... on ChoiceQuestion { choices { id text } } }
    }
  }
`;
export const bankQuery = /* GraphQL */ `
  query ($courseId: ID!, $filter: BankFilter, $first: Int, $after: String) {
    questionBank(courseId: $courseId, filter: $filter, first: $first, after: $after) {
      totalCount edges { node { ${bankQuestion} } } pageInfo { hasNextPage endCursor }
    }
  }
`;
export const tagsQuery = 'query ($courseId: ID!) { bankTags(courseId: $courseId) { name questionCount } }';
export const versionsQuery = `query ($id: ID!) { bankQuestionVersions(id: $id) { ${authored} } }`;

/** `addDraw` gives `mutation ($input: AddDrawInput!) { addDraw(input: $input) { paper { … } } }`. */
const change = (name: string, payload: string) =>
  `mutation ($input: ${name[0]?.toUpperCase()}${name.slice(1)}Input!) { ${name}(input: $input) { ${payload} } }`;

const withPaper = `paper { ${paper} }`;
const withQuestion = `question { ${authored} }`;
const withBank = `bankQuestion { ${bankQuestion} }`;
export const operations = {
  addSection: change('addSection', withPaper),
  updateSection: change('updateSection', withPaper),
  removeSection: change('removeSection', withPaper),
  moveSection: change('moveSection', withPaper),
  addDraw: change('addDraw', withPaper),
  updateDraw: change('updateDraw', withPaper),
  removeDraw: change('removeDraw', withPaper),
  addQuestion: change('addQuestion', withQuestion),
  updateQuestion: change('updateQuestion', withQuestion),
  moveQuestion: change('moveQuestion', withPaper),
  removeQuestion: change('removeQuestion', withPaper),
  addBankQuestion: change('addBankQuestion', withBank),
  updateBankQuestion: change('updateBankQuestion', withBank),
  archiveBankQuestion: change('archiveBankQuestion', withBank),
  takeFromBank: change('takeFromBank', withPaper),
  addToBank: change('addToBank', `addedCount ${withPaper}`),
  refreshFromBank: change('refreshFromBank', withQuestion),
  uploadIllustration: change('uploadIllustration', illustration),
} as const;
export type Operation = keyof typeof operations;

/** A question that needs nothing but a prompt. */
export const trueFalse = (prompt: string, more: object = {}) => ({ kind: 'TRUE_FALSE', prompt, isTrue: true, ...more });

export type Authoring = {
  /** The payload of an operation that must succeed. */
  // biome-ignore lint/suspicious/noExplicitAny: the shape is known only to the test, which asserts it
  run(operation: Operation, input: object): Promise<any>;
  refused(operation: Operation, input: object, viewer?: Viewer): ReturnType<TestExam['refused']>;
  draft(change?: object): Promise<string>;
  /** A question of the bank; gives its id. */
  bank(prompt: string, labels?: object, courseId?: string): Promise<string>;
  // biome-ignore lint/suspicious/noExplicitAny: the shape is known only to the test, which asserts it
  paper(examId: string): Promise<any>;
};

export function authoring(exam: TestExam): Authoring {
  const run: Authoring['run'] = async (operation, input) =>
    (await exam.ask(instructor, operations[operation], { input }))[operation];
  return {
    run,
    refused: (operation, input, viewer = instructor) => exam.refused(viewer, operations[operation], { input }),
    async draft(settings = {}) {
      const hours = (count: number) => new Date(Date.now() + count * 3_600_000).toISOString();
      const window = { opensAt: hours(-1), closesAt: hours(2), timeLimitSeconds: 1_800 };
      const input = { courseId: 'course-1', title: 'A draft', ...window, ...settings };
      return (await exam.ask(instructor, createExam, { input })).createExam.exam.id;
    },
    async bank(prompt, labels = {}, courseId = 'course-1') {
      return (await run('addBankQuestion', { courseId, question: trueFalse(prompt), ...labels })).bankQuestion.id;
    },
    async paper(examId) {
      return (await exam.ask(instructor, paperQuery, { examId })).examPaper;
    },
  };
}
