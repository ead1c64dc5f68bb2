import { findVisibleCourse, getCourse } from '../course/visible-course.ts';
import type { RequestDeps } from '../deps.ts';
import type { CourseResolvers, ModuleResolvers, MutationResolvers } from '../graphql/types.generated.ts';
import { addModule } from './add-module.ts';
import type { Module } from './module.entity.ts';
import { moduleErrors } from './module.errors.ts';
import { removeModule } from './remove-module.ts';
import { updateModule } from './update-module.ts';

export const moduleMutations = {
  async addModule(_parent, { input }, deps) {
    return { module: await getModule(deps, await deps.change((em) => addModule(em, deps.viewer, input))) };
  },
  async updateModule(_parent, { input }, deps) {
    return { module: await getModule(deps, await deps.change((em) => updateModule(em, deps.viewer, input))) };
  },
  async removeModule(_parent, { input }, deps) {
    const courseId = await deps.change((em) => removeModule(em, deps.viewer, input.moduleId));
    return { course: await getCourse(deps, courseId) };
  },
} satisfies MutationResolvers;

export const modulesOfCourseFields = {
  modules: (course, _args, { loaders }) => loaders.modulesOfCourse.load(course.id),
} satisfies CourseResolvers;

export const moduleFields = {
  async __resolveReference({ id }, deps) {
    const module = await deps.loaders.module.load(id);
    return module && (await findVisibleCourse(deps, module.courseId)) ? module : null;
  },
} satisfies ModuleResolvers;

async function getModule({ loaders }: Pick<RequestDeps, 'loaders'>, id: string): Promise<Module> {
  const module = await loaders.module.load(id);
  if (!module) throw moduleErrors.make('MODULE_NOT_FOUND');
  return module;
}
