import type { Viewer } from '@lectern/request-signing';
import { isSignedIn } from '@lectern/request-signing';
import { isId } from '@lectern/runtime';
import type { EntityManager } from '@mikro-orm/postgresql';
import DataLoader from 'dataloader';
import { computeProgress, findCompletedLessons, type ProgressKey } from '../completion/completion.queries.ts';
import type { Progress } from '../completion/progress.ts';
import type { Course } from '../course/course.entity.ts';
import { findCourses } from '../course/course.queries.ts';
import type { Enrolment } from '../enrolment/enrolment.entity.ts';
import { findEnrolments, findEnrolmentsOf } from '../enrolment/enrolment.queries.ts';
import type { Lesson } from '../lesson/lesson.entity.ts';
import { countLessonsOf, findBodies, findLessons, listLessonsOf } from '../lesson/lesson.queries.ts';
import type { Module } from '../module/module.entity.ts';
import { findModules, listModulesOf } from '../module/module.queries.ts';

/** Batched reads of one request: one statement for all rows of a kind that a selection needs. No permissions here. */
export type Loaders = {
  readonly course: Loader<Course | null>;
  readonly module: Loader<Module | null>;
  readonly lesson: Loader<Lesson | null>;
  readonly enrolment: Loader<Enrolment | null>;
  readonly modulesOfCourse: Loader<Module[]>;
  readonly lessonsOfModule: Loader<Lesson[]>;
  readonly lessonCountOfCourse: Loader<number>;
  readonly bodyOfLesson: Loader<string | null>;
  /** The viewer's own, by course. */
  readonly viewerEnrolment: Loader<Enrolment | null>;
  /** Whether the viewer has completed a lesson. */
  readonly isCompleted: Loader<boolean>;
  readonly progress: DataLoader<ProgressKey, Progress, string>;
  /** Forgets everything, after something was changed. */
  reset(): void;
};
type Loader<Value> = DataLoader<string, Value>;

const idOf = (row: { readonly id: string }): string => row.id;

export function createLoaders(em: EntityManager, viewer: Viewer): Loaders {
  const viewerId = isSignedIn(viewer) ? viewer.id : undefined;
  const loaders = {
    course: one((ids) => findCourses(em, ids), idOf),
    module: one((ids) => findModules(em, ids), idOf),
    lesson: one((ids) => findLessons(em, ids), idOf),
    enrolment: one((ids) => findEnrolments(em, ids), idOf),
    modulesOfCourse: many(
      (ids) => listModulesOf(em, ids),
      (module) => module.courseId,
    ),
    lessonsOfModule: many(
      (ids) => listLessonsOf(em, ids),
      (lesson) => lesson.moduleId,
    ),
    lessonCountOfCourse: value(
      (ids) => countLessonsOf(em, ids),
      (row) => row.courseId,
      (row) => row?.count ?? 0,
    ),
    bodyOfLesson: value(
      (ids) => findBodies(em, ids),
      idOf,
      (row) => row?.body ?? null,
    ),
    viewerEnrolment: one(
      async (ids) => (viewerId === undefined ? [] : findEnrolmentsOf(em, viewerId, ids)),
      (enrolment) => enrolment.courseId,
    ),
    isCompleted: value(
      async (ids) => (viewerId === undefined ? [] : findCompletedLessons(em, viewerId, ids)),
      (id) => id,
      (id) => id !== undefined,
    ),
    progress: progressLoader(em),
  };
  return {
    ...loaders,
    reset() {
      em.clear();
      for (const loader of Object.values(loaders)) loader.clearAll();
    },
  };
}

/** By a key: what `read` finds, shaped by `shape`, which also gets what is missing. Keys that are no ids find nothing. */
function value<Row, Value>(
  read: (keys: readonly string[]) => Promise<readonly Row[]>,
  keyOf: (row: Row) => string,
  shape: (row: Row | undefined) => Value,
): Loader<Value> {
  return new DataLoader(async (keys) => {
    const byKey = new Map((await read(keys.filter(isId))).map((row) => [keyOf(row), row]));
    return keys.map((key) => shape(byKey.get(key.toLowerCase())));
  });
}

function one<Row>(
  read: (keys: readonly string[]) => Promise<readonly Row[]>,
  keyOf: (row: Row) => string,
): Loader<Row | null> {
  return value(read, keyOf, (row) => row ?? null);
}

function many<Row>(
  read: (keys: readonly string[]) => Promise<readonly Row[]>,
  keyOf: (row: Row) => string,
): Loader<Row[]> {
  return new DataLoader(async (keys) => {
    const byKey = Map.groupBy(await read(keys), keyOf);
    return keys.map((key) => byKey.get(key) ?? []);
  });
}

function progressLoader(em: EntityManager): Loaders['progress'] {
  const keyOf = ({ courseId, learnerId }: ProgressKey) => `${courseId} ${learnerId}`;
  return new DataLoader(
    async (keys) => {
      const byKey = new Map((await computeProgress(em, keys)).map((row) => [keyOf(row), row]));
      return keys.map((key) => byKey.get(keyOf(key)) ?? new Error(`no progress of ${keyOf(key)}`));
    },
    { cacheKeyFn: keyOf },
  );
}
