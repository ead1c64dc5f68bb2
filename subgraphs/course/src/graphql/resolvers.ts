import { dateTimeScalar } from '@lectern/subgraph';
import { completionMutations, progressFields } from '../completion/completion.resolvers.ts';
import { courseFields, courseMutations, courseQueries } from '../course/course.resolvers.ts';
import {
  enrolmentFields,
  enrolmentMutations,
  enrolmentQueries,
  enrolmentsOfCourseFields,
} from '../enrolment/enrolment.resolvers.ts';
import {
  examLessonFields,
  lessonMutations,
  lessonQueries,
  lessonsOfCourseFields,
  lessonsOfModuleFields,
  lessonType,
  readingLessonFields,
  videoLessonFields,
} from '../lesson/lesson.resolvers.ts';
import { moduleFields, moduleMutations, modulesOfCourseFields } from '../module/module.resolvers.ts';

/** The resolver maps of all domains, by type. */
export const resolvers = {
  DateTime: dateTimeScalar,
  Query: { ...courseQueries, ...lessonQueries, ...enrolmentQueries },
  Mutation: {
    ...courseMutations,
    ...moduleMutations,
    ...lessonMutations,
    ...enrolmentMutations,
    ...completionMutations,
  },
  Course: { ...courseFields, ...modulesOfCourseFields, ...lessonsOfCourseFields, ...enrolmentsOfCourseFields },
  Module: { ...moduleFields, ...lessonsOfModuleFields },
  Lesson: lessonType,
  ReadingLesson: readingLessonFields,
  VideoLesson: videoLessonFields,
  ExamLesson: examLessonFields,
  Enrolment: enrolmentFields,
  CourseProgress: progressFields,
};
