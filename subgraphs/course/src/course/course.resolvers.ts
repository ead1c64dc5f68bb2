import { hasRole, readPage, requireService, requireUser, toConnection } from '@lectern/subgraph';
import type { CourseResolvers, MutationResolvers, QueryResolvers } from '../graphql/types.generated.ts';
import { archiveCourse } from './archive-course.ts';
import {
  countCatalogue,
  countTaught,
  findCourseBySlug,
  findCourses,
  isEnrolledIn,
  listCatalogue,
  listTaught,
} from './course.queries.ts';
import { teaches } from './course.ts';
import { createCourse } from './create-course.ts';
import { foldText } from './fold-text.ts';
import { publishCourse } from './publish-course.ts';
import { idCursor, titleCursor } from './read-cursor.ts';
import { badInput, readText } from './read-input.ts';
import { updateCourse } from './update-course.ts';
import { findVisibleCourse, getCourse, isVisible } from './visible-course.ts';

const searchLengthMax = 200;

export const courseQueries = {
  async courses(_parent, args, { em }) {
    const page = readPage(args);
    const search = foldText(readText('search', args.search ?? '', { max: searchLengthMax }));
    const found = await listCatalogue(em, { limit: page.limit, after: titleCursor(page) }, search);
    return toConnection(
      found,
      page,
      (course) => [course.sortTitle, course.id],
      () => countCatalogue(em, search),
    );
  },
  async course(_parent, { id, slug }, deps) {
    if (id && slug) throw badInput('slug', 'Give either id or slug.');
    if (id) return findVisibleCourse(deps, id);
    if (!slug) throw badInput('id', 'Give either id or slug.');
    const course = await findCourseBySlug(deps.em, slug);
    return course && (await isVisible(deps, course)) ? course : null;
  },
  async taughtCourses(_parent, args, { em, viewer }) {
    const user = requireUser(viewer);
    const page = readPage(args);
    const instructor = hasRole(user, 'ADMIN') ? 'ANYONE' : user.id;
    const found = await listTaught(em, { limit: page.limit, after: idCursor(page) }, instructor);
    return toConnection(
      found,
      page,
      (course) => [course.id],
      () => countTaught(em, instructor),
    );
  },
  async courseAccess(_parent, { courseId, userId }, { em, viewer }) {
    requireService(viewer);
    const [course] = await findCourses(em, [courseId]);
    if (!course) return { exists: false, isEnrolled: false, isInstructor: false };
    return {
      exists: true,
      isEnrolled: await isEnrolledIn(em, course.id, userId),
      isInstructor: course.instructorIds.includes(userId),
    };
  },
} satisfies QueryResolvers;

export const courseMutations = {
  async createCourse(_parent, { input }, deps) {
    const id = await deps.change((em) => createCourse(em, deps.viewer, input));
    return { course: await getCourse(deps, id) };
  },
  async updateCourse(_parent, { input }, deps) {
    const id = await deps.change((em) => updateCourse(em, deps.viewer, input));
    return { course: await getCourse(deps, id) };
  },
  async publishCourse(_parent, { input }, deps) {
    const { id, isChanged } = await deps.change((em) => publishCourse(em, deps.viewer, input.courseId));
    if (isChanged) deps.events.coursePublished(id);
    return { course: await getCourse(deps, id) };
  },
  async archiveCourse(_parent, { input }, deps) {
    const { id, isChanged } = await deps.change((em) => archiveCourse(em, deps.viewer, input.courseId));
    if (isChanged) deps.events.courseArchived(id);
    return { course: await getCourse(deps, id) };
  },
} satisfies MutationResolvers;

export const courseFields = {
  __resolveReference: ({ id }, deps) => findVisibleCourse(deps, id),
  instructors: (course) => course.instructorIds.map((id) => ({ __typename: 'User' as const, id })),
  viewerCanEdit: (course, _args, { viewer }) => teaches(viewer, course),
} satisfies CourseResolvers;
