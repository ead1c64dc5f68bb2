import { describe, expect, it } from '@jest/globals';
import { completedAtOf, percentOf } from './progress.ts';

const lastCompletedAt = new Date('2026-03-01T09:30:00Z');
const progress = (completedLessonCount: number, lessonCount: number) => ({
  completedLessonCount,
  lessonCount,
  lastCompletedAt: completedLessonCount === 0 ? null : lastCompletedAt,
  nextLessonId: completedLessonCount === lessonCount ? null : 'next',
});

describe('progress', () => {
  it.each([
    ['no lessons', 0, 0, 0, null],
    ['none completed', 0, 3, 0, null],
    ['one of three', 1, 3, 33.3, null],
    ['all', 3, 3, 100, lastCompletedAt],
  ])('%s', (_name, completed, all, percent, completedAt) => {
    expect(percentOf(progress(completed, all))).toBe(percent);
    expect(completedAtOf(progress(completed, all))).toBe(completedAt);
  });
});
