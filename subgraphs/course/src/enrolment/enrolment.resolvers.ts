import { accessErrors, type Connection, readPage, requireUser, toConnection } from '@lectern/subgraph';
import { teaches } from '../course/course.ts';
import { idCursor } from '../course/read-cursor.ts';
import { findVisibleCourse, getCourse } from '../course/visible-course.ts';
import type { RequestDeps } from '../deps.ts';
import type {
  CourseResolvers,
  EnrolmentResolvers,
  MutationResolvers,
  QueryResolvers,
} from '../graphql/types.generated.ts';
import { enrol } from './enrol.ts';
import { enrolLearners } from './enrol-learners.ts';
import type { Enrolment } from './enrolment.entity.ts';
import { enrolmentErrors } from './enrolment.errors.ts';
import { countEnrolments, type EnrolmentOwner, listEnrolments } from './enrolment.queries.ts';
import { unenrol } from './unenrol.ts';

export const enrolmentQueries = {
  myEnrolments: (_parent, args, deps) => connection(deps, args, { learnerId: requireUser(deps.viewer).id }),
} satisfies QueryResolvers;

export const enrolmentMutations = {
  async enrol(_parent, { input }, deps) {
    const { id, isNew } = await deps.change((em) => enrol(em, deps.viewer, input.courseId));
    const enrolment = await deps.loaders.enrolment.load(id);
    // Gone again already: somebody ended it in the same moment.
    if (!enrolment) throw enrolmentErrors.make('NOT_ENROLLED');
    if (isNew) deps.events.learnersEnrolled(enrolment.courseId, 1);
    return { enrolment };
  },
  async enrolLearners(_parent, { input }, deps) {
    const { courseId, enrolledCount } = await deps.change((em) => enrolLearners(em, deps.viewer, input));
    deps.events.learnersEnrolled(courseId, enrolledCount);
    return { course: await getCourse(deps, courseId), enrolledCount };
  },
  async unenrol(_parent, { input }, deps) {
    return { course: await deps.change((em) => unenrol(em, deps.viewer, input)) };
  },
} satisfies MutationResolvers;

export const enrolmentsOfCourseFields = {
  viewerEnrolment: (course, _args, { loaders }) => loaders.viewerEnrolment.load(course.id),
  enrolments(course, args, deps) {
    if (deps.viewer.kind !== 'SERVICE' && !teaches(requireUser(deps.viewer), course))
      throw accessErrors.make('FORBIDDEN');
    return connection(deps, args, { courseId: course.id });
  },
} satisfies CourseResolvers;

export const enrolmentFields = {
  async __resolveReference({ id }, deps) {
    const enrolment = await deps.loaders.enrolment.load(id);
    return enrolment && (await maySee(deps, enrolment)) ? enrolment : null;
  },
  course: (enrolment, _args, deps) => getCourse(deps, enrolment.courseId),
  learner: ({ learnerId }) => ({ __typename: 'User' as const, id: learnerId }),
  progress: ({ courseId, learnerId }, _args, { loaders }) => loaders.progress.load({ courseId, learnerId }),
} satisfies EnrolmentResolvers;

/** An enrolment is seen by its learner and by those who teach the course. */
async function maySee(deps: RequestDeps, enrolment: Enrolment): Promise<boolean> {
  const { viewer } = deps;
  if (viewer.kind === 'SERVICE' || (viewer.kind === 'USER' && viewer.id === enrolment.learnerId)) return true;
  const course = await findVisibleCourse(deps, enrolment.courseId);
  return course !== null && teaches(viewer, course);
}

async function connection(
  { em }: Pick<RequestDeps, 'em'>,
  args: { readonly first?: number | null | undefined; readonly after?: string | null | undefined },
  owner: EnrolmentOwner,
): Promise<Connection<Enrolment>> {
  const page = readPage(args);
  const found = await listEnrolments(em, owner, { limit: page.limit, after: idCursor(page) });
  return toConnection(
    found,
    page,
    (enrolment) => [enrolment.id],
    () => countEnrolments(em, owner),
  );
}
