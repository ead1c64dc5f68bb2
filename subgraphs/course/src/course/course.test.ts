import { describe, expect, it } from '@jest/globals';
import type { Viewer } from '@lectern/request-signing';
import { type CourseStatus, canBecome, canRead, canSee, courseStatuses, teaches } from './course.ts';

const user = (id: string, ...roles: string[]): Viewer => ({ kind: 'USER', id, roles, via: 'test' });
const viewers = {
  nobody: { kind: 'ANONYMOUS' },
  learner: user('learner', 'LEARNER'),
  proctor: user('proctor', 'PROCTOR'),
  'instructor of another course': user('other', 'INSTRUCTOR'),
  'its instructor': user('teacher', 'INSTRUCTOR'),
  admin: user('admin', 'ADMIN'),
  service: { kind: 'SERVICE', name: 'exam' },
} satisfies Record<string, Viewer>;
type Who = keyof typeof viewers;

const course = (status: CourseStatus) => ({ status, instructorIds: ['teacher'] });
const everyone = Object.keys(viewers) as Who[];

describe('seeing a course', () => {
  const seenBy: [CourseStatus, 'enrolled' | 'not enrolled', Who[]][] = [
    ['DRAFT', 'not enrolled', ['its instructor', 'admin', 'service']],
    ['DRAFT', 'enrolled', ['its instructor', 'admin', 'service']],
    ['PUBLISHED', 'not enrolled', everyone],
    ['PUBLISHED', 'enrolled', everyone],
    ['ARCHIVED', 'not enrolled', ['its instructor', 'admin', 'service']],
    ['ARCHIVED', 'enrolled', everyone],
  ];
  it.each(seenBy)('%s, %s: %j', (status, enrolment, expected) => {
    const seen = everyone.filter((who) => canSee(viewers[who], course(status), enrolment === 'enrolled'));
    expect(seen).toEqual(expected);
  });
});

describe('reading what lessons contain', () => {
  it('is for those who teach, without an enrolment', () => {
    const readers = everyone.filter((who) => canRead(viewers[who], course('PUBLISHED'), false));
    expect(readers).toEqual(['its instructor', 'admin', 'service']);
  });
  it('is for whoever is enrolled, but not in a draft', () => {
    expect(canRead(viewers.learner, course('PUBLISHED'), true)).toBe(true);
    expect(canRead(viewers.learner, course('ARCHIVED'), true)).toBe(true);
    expect(canRead(viewers.learner, course('DRAFT'), true)).toBe(false);
  });
});

it('is taught by its instructors and admins', () => {
  expect(everyone.filter((who) => teaches(viewers[who], course('PUBLISHED')))).toEqual(['its instructor', 'admin']);
});

describe('the status of a course', () => {
  const allowed: [CourseStatus, CourseStatus[]][] = [
    ['DRAFT', ['DRAFT', 'PUBLISHED']],
    ['PUBLISHED', ['PUBLISHED', 'ARCHIVED']],
    ['ARCHIVED', ['PUBLISHED', 'ARCHIVED']],
  ];
  it.each(allowed)('%s may become %j and no other', (from, expected) => {
    expect(courseStatuses.filter((to) => canBecome(from, to))).toEqual(expected);
  });
});
