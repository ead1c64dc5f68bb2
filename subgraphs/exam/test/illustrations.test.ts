import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { anonymous, createSigner, signatureHeader, type Viewer } from '@lectern/request-signing';
import { testSigningSecret } from '@lectern/testing';
import { type Authoring, authoring, paperQuery, previewQuery, trueFalse } from './_authoring.ts';
import { publishExam, registerLearners } from './_operations.ts';
import { jpegWithNotes, pictures, secretPlace } from './_pictures.ts';
import { admin, instructor, learner, otherLearner, startTestExam, type TestExam } from './_util.ts';

let exam: TestExam;
let author: Authoring;
beforeAll(async () => {
  exam = await startTestExam();
  author = authoring(exam);
});
afterAll(async () => exam[Symbol.asyncDispose]());

const sign = createSigner('gateway', testSigningSecret);
/** GET of an address, as the gateway would ask for the viewer. */
function get(viewer: Viewer, path: string): Promise<Response> {
  const signature = sign({ audience: 'exam', method: 'GET', path, body: 'stream', viewer });
  return fetch(new URL(path, exam.url), { headers: { [signatureHeader]: signature } });
}
async function code(response: Response): Promise<unknown> {
  const body: unknown = await response.json();
  return [response.status, JSON.stringify(body).match(/[A-Z]+_[A-Z_]+/)?.[0]];
}

type Picture = { id: string; url: string; alt: string; width: number; height: number };
async function upload(bytes: Buffer, change: object = {}): Promise<Picture> {
  const input = { courseId: 'course-1', contentBase64: bytes.toString('base64'), alt: 'A red corner', ...change };
  return (await author.run('uploadIllustration', input)).illustration;
}

describe('a picture', () => {
  it('is stored with its size, served to who uploaded it, and cannot do anything but be shown', async () => {
    const picture = await upload(pictures.png);
    expect(picture).toMatchObject({ alt: 'A red corner', width: 24, height: 16 });
    expect(picture.url).toMatch(/^\/files\/illustrations\/[\w.-]+$/);
    const response = await get(instructor, picture.url);
    expect(response.status).toBe(200);
    expect(Object.fromEntries(response.headers)).toMatchObject({
      'content-type': 'image/png',
      'x-content-type-options': 'nosniff',
      'cache-control': 'private, max-age=86400, immutable',
      'content-security-policy': "default-src 'none'; sandbox",
    });
    expect(Buffer.from(await response.arrayBuffer())).toEqual(pictures.png);
  });

  it('uploaded again is the one there is, in its course, with the words of now', async () => {
    const first = await upload(pictures.gif);
    expect(await upload(pictures.gif, { alt: ' Other words ' })).toMatchObject({ id: first.id, alt: 'Other words' });
    const all = await Promise.all(Array.from({ length: 6 }, () => upload(pictures.webp)));
    expect(new Set(all.map(({ id }) => id)).size).toBe(1);
    const elsewhere = { courseId: 'course-2', contentBase64: pictures.gif.toString('base64'), alt: 'x' };
    const mutation =
      'mutation ($input: UploadIllustrationInput!) { uploadIllustration(input: $input) { illustration { id } } }';
    const { uploadIllustration: other } = await exam.ask(admin, mutation, { input: elsewhere });
    expect(other.illustration.id).not.toBe(first.id);
  });

  it('loses where it was taken before it is stored', async () => {
    const picture = await upload(jpegWithNotes(6));
    expect(picture).toMatchObject({ width: 16, height: 24 });
    const served = Buffer.from(await (await get(instructor, picture.url)).arrayBuffer());
    expect(served.toString('latin1')).not.toContain(secretPlace);
  });

  const png = pictures.png.toString('base64');
  const svg = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>').toString('base64');
  it.each([
    ['no words', { contentBase64: png, alt: '  ' }, { code: 'BAD_INPUT', field: 'alt' }],
    ['too many words', { contentBase64: png, alt: 'x'.repeat(501) }, { code: 'BAD_INPUT', field: 'alt' }],
    ['words that cannot be stored', { contentBase64: png, alt: 'a\0b' }, { code: 'BAD_INPUT', field: 'alt' }],
    ['no base64', { contentBase64: 'not base64!' }, { code: 'BAD_INPUT', field: 'contentBase64' }],
    ['nothing', { contentBase64: '' }, { code: 'ILLUSTRATION_NOT_RECOGNISED' }],
    ['SVG', { contentBase64: svg }, { code: 'ILLUSTRATION_NOT_RECOGNISED' }],
    ['half a picture', { contentBase64: png.slice(0, 60) }, { code: 'ILLUSTRATION_NOT_RECOGNISED' }],
    [
      'more than 2 MB',
      { contentBase64: Buffer.alloc(2 * 1024 * 1024 + 1).toString('base64') },
      { code: 'ILLUSTRATION_TOO_LARGE' },
    ],
    ['more than 2 MB of base64', { contentBase64: 'A'.repeat(2_800_000) }, { code: 'ILLUSTRATION_TOO_LARGE' }],
    ['a course that is not there', { courseId: 'nowhere', contentBase64: png }, { code: 'COURSE_NOT_FOUND' }],
  ])('is refused with %s', async (_name, change: object, expected) => {
    const input = { courseId: 'course-1', contentBase64: png, alt: 'x', ...change };
    expect(await author.refused('uploadIllustration', input)).toMatchObject(expected);
  });

  it('of another course cannot be put into a question', async () => {
    const examId = await author.draft();
    const mine = await upload(pictures.png);
    await exam.db.query("update exam.illustration set course_id = 'course-2' where id = $1", [mine.id]);
    const illustration = { id: mine.id, alt: 'x' };
    const question = trueFalse('?', { illustration });
    const choices = [
      { text: 'a', isRight: true, illustration },
      { text: 'b', isRight: false },
    ];
    const inChoice = { kind: 'SINGLE_CHOICE', prompt: '?', choices };
    const expected = { code: 'ILLUSTRATION_NOT_FOUND' };
    expect(await author.refused('addQuestion', { examId, question })).toMatchObject(expected);
    expect(await author.refused('addQuestion', { examId, question: inChoice })).toMatchObject(expected);
    expect(await author.refused('addBankQuestion', { courseId: 'course-1', question })).toMatchObject(expected);
    const { question: plain } = await author.run('addQuestion', { examId, question: trueFalse('?') });
    expect(await author.refused('updateQuestion', { questionId: plain.id, question })).toMatchObject(expected);
    const id = await author.bank('plain');
    expect(await author.refused('updateBankQuestion', { id, question })).toMatchObject(expected);
    const unknown = trueFalse('?', { illustration: { id: 'no id at all', alt: 'x' } });
    expect(await author.refused('addQuestion', { examId, question: unknown })).toMatchObject(expected);
  });

  it('that is missing stands in the way of publishing', async () => {
    const examId = await author.draft();
    const { id } = await upload(pictures.jpeg);
    const question = trueFalse('?', { illustration: { id, alt: 'x' } });
    await author.run('addQuestion', { examId, question });
    await exam.db.query("update exam.illustration set course_id = 'course-2' where id = $1", [id]);
    expect((await author.paper(examId)).publishObstacles).toMatchObject([{ code: 'ILLUSTRATION_MISSING' }]);
    await exam.db.query("update exam.illustration set course_id = 'course-1' where id = $1", [id]);
    expect((await author.paper(examId)).publishObstacles).toEqual([]);
  });
});

describe('a picture in a question', () => {
  const shown = 'illustration { id url alt width height }';
  const questions = `questions { id ${shown} ... on ChoiceQuestion { choices { id ${shown} } } }`;

  async function makeExam() {
    const examId = await author.draft();
    const [prompt, choice] = [await upload(pictures.png), await upload(pictures.webp)];
    const choices = [
      { text: 'a', isRight: true, illustration: { id: choice.id, alt: 'the choice' } },
      { text: 'b', isRight: false },
    ];
    const question = {
      kind: 'SINGLE_CHOICE',
      prompt: '?',
      choices,
      illustration: { id: prompt.id, alt: 'the prompt' },
    };
    await author.run('addQuestion', { examId, question });
    return { examId, prompt, choice };
  }
  async function begin(examId: string) {
    await exam.ask(instructor, publishExam, { examId });
    await exam.ask(instructor, registerLearners, { examId, learnerIds: ['learner'] });
    const start = `mutation ($examId: ID!) { startAttempt(input: { examId: $examId }) { attempt { id ${questions} } } }`;
    return (await exam.ask(learner, start, { examId })).startAttempt.attempt;
  }

  it('is seen by its author, in the draft and in the preview', async () => {
    const { examId, prompt, choice } = await makeExam();
    const { examPaper } = await exam.ask(instructor, paperQuery, { examId });
    const { examPreview } = await exam.ask(instructor, previewQuery, { examId });
    expect(examPaper.questions[0].illustration).toEqual({ ...prompt, alt: 'the prompt' });
    expect(examPaper.questions[0].choices[0].illustration).toEqual({ ...choice, alt: 'the choice' });
    expect(examPreview.questions[0].illustration).toEqual({ ...prompt, alt: 'the prompt' });
  });

  it('is seen by the learner of an attempt, with an address that is theirs alone', async () => {
    const { examId } = await makeExam();
    const [question] = (await begin(examId)).questions;
    expect(question.illustration).toMatchObject({ alt: 'the prompt', width: 24, height: 16 });
    const pictured = question.choices.filter(({ illustration }: { illustration: Picture | null }) => illustration);
    expect(pictured).toMatchObject([{ illustration: { alt: 'the choice', width: 24, height: 16 } }]);
    for (const { url } of [question.illustration, pictured[0].illustration]) {
      expect((await get(learner, url)).status).toBe(200);
      for (const viewer of [otherLearner, instructor, admin, anonymous]) {
        expect(await code(await get(viewer, url))).toEqual([403, 'ILLUSTRATION_LINK_REFUSED']);
      }
    }
  });

  it.each([
    ['no token', ''],
    ['a made-up token', 'abc'],
    ['a very long token', 'x'.repeat(2_000)],
  ])('is not found by %s', async (_name, token) => {
    const response = await get(learner, `/files/illustrations/${token}`);
    expect([403, 404, 405]).toContain(response.status);
  });

  it('is not given out without the gateway’s signature', async () => {
    const { url } = await upload(pictures.png);
    expect((await fetch(new URL(url, exam.url))).status).toBe(401);
  });
});
