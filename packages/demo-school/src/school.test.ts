import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { readCsv } from '../../../subgraphs/exam/src/import/csv/read-csv.ts';
import { contentFolder } from './ensure-course.ts';
import { instructor, learners, proctor } from './people.ts';
import { courses, type DemoExam } from './school.ts';

const lessons = courses.flatMap(({ modules }) => modules.flatMap((module) => module.lessons));
const readings = lessons.flatMap((lesson) => (lesson.kind === 'READING' ? [lesson] : []));
const exams = lessons.flatMap((lesson) => (lesson.kind === 'EXAM' ? [lesson.exam] : []));
const openExam = exams.find(({ opensInHours }) => opensInHours <= 0);
const examTomorrow = exams.find(({ opensInHours }) => opensInHours > 0);

let choices = 0;
const questionsOf = ({ questionsFile }: Pick<DemoExam, 'questionsFile'>) =>
  readCsv(readFileSync(join(contentFolder, questionsFile), 'utf8'), () => `choice-${choices++}`);

describe('the demo school', () => {
  it('has two courses, and one video', () => {
    expect(courses).toHaveLength(2);
    expect(lessons.filter(({ kind }) => kind === 'VIDEO')).toHaveLength(1);
  });

  it.each(readings)('has something to read in “$title”: 300 words or more', ({ file }) => {
    const text = readFileSync(join(contentFolder, 'readings', file), 'utf8');
    expect(text.split(/\s+/).filter((word) => /\p{L}/u.test(word)).length).toBeGreaterThanOrEqual(300);
  });

  it('teaches every reading that lies in its folder, once', () => {
    const files = readdirSync(join(contentFolder, 'readings'));
    expect(readings.map(({ file }) => file).sort()).toEqual(files.sort());
  });

  it.each(exams)('asks in “$title” only what the import takes: no row is bad, no question comes twice', (exam) => {
    const { questions, problems, rowCount } = questionsOf(exam);
    expect(problems).toEqual([]);
    expect(questions).toHaveLength(rowCount);
    expect(new Set(questions.map(({ draft }) => draft.prompt)).size).toBe(rowCount);
  });

  it('has an exam that is open now, of 40 questions or more and of all five kinds', () => {
    const { questions } = questionsOf(openExam ?? { questionsFile: '' });
    expect(questions.length).toBeGreaterThanOrEqual(40);
    expect([...new Set(questions.map(({ draft }) => draft.kind))].sort()).toEqual([
      'MULTIPLE_CHOICE',
      'NUMERIC',
      'SHORT_TEXT',
      'SINGLE_CHOICE',
      'TRUE_FALSE',
    ]);
    expect(openExam?.instructions).toContain(`${questions.length} questions`);
  });

  it('has an exam that opens within a day, so that its reminder is due', () => {
    expect(examTomorrow?.opensInHours).toBeGreaterThan(0);
    expect(examTomorrow?.opensInHours).toBeLessThanOrEqual(24);
  });

  it('has twenty learners whose addresses are their own, and can receive no mail', () => {
    expect(learners).toHaveLength(20);
    const addresses = [instructor, proctor, ...learners].map(({ email }) => email);
    expect(new Set(addresses).size).toBe(22);
    expect(addresses.filter((address) => !/^[a-z]+(\.[a-z]+)*@example\.com$/.test(address))).toEqual([]);
    expect(learners[0]?.email).toBe('learner@example.com');
  });
});
