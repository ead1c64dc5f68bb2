import type { Connection } from '@lectern/subgraph';
import type { Progress } from '../completion/progress.ts';
import type { Course } from '../course/course.entity.ts';
import type { Enrolment } from '../enrolment/enrolment.entity.ts';
import type { Lesson } from '../lesson/lesson.entity.ts';
import type { Module } from '../module/module.entity.ts';

export type CourseMapper = Course;
export type ModuleMapper = Module;
export type LessonMapper = Lesson;
export type ReadingLessonMapper = Lesson;
export type VideoLessonMapper = Lesson;
export type ExamLessonMapper = Lesson;
export type EnrolmentMapper = Enrolment;
export type CourseProgressMapper = Progress;
export type CourseConnectionMapper = Connection<Course>;
export type EnrolmentConnectionMapper = Connection<Enrolment>;
