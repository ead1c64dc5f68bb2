interface Step {
  readonly id: string;
  readonly title: string;
}

/** The lessons before and after one, over the borders of modules; undefined at the ends. */
export function neighboursOf(modules: readonly { readonly lessons: readonly Step[] }[], lessonId: string) {
  const lessons = modules.flatMap((module) => module.lessons);
  const at = lessons.findIndex(({ id }) => id === lessonId);
  return { previous: at > 0 ? lessons[at - 1] : undefined, next: at >= 0 ? lessons[at + 1] : undefined };
}
