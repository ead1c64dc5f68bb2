import { CourseEntity } from '../course/course.entity.ts';
import { EnrolmentEntity } from '../enrolment/enrolment.entity.ts';
import { LessonEntity } from '../lesson/lesson.entity.ts';
import { ModuleEntity } from '../module/module.entity.ts';

export const entities = [CourseEntity, ModuleEntity, LessonEntity, EnrolmentEntity];
