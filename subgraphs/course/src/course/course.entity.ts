import { defineEntity, type InferEntity, p } from '@mikro-orm/core';
import { courseStatuses } from './course.ts';

export const CourseEntity = defineEntity({
  name: 'Course',
  schema: 'course',
  tableName: 'course',
  properties: {
    id: p.uuid().primary(),
    slug: p.text(),
    title: p.text(),
    summary: p.text(),
    status: p.enum(courseStatuses),
    /** In the order they were given; the viewer who made it first. */
    instructorIds: p.array(),
    /** The folded title, by which the catalogue is ordered. */
    sortTitle: p.text(),
    /** Folded title and summary, which a search looks through. */
    searchText: p.text().lazy(),
    publishedAt: p.datetime().nullable(),
    createdAt: p.datetime(),
  },
});

export type Course = InferEntity<typeof CourseEntity>;
