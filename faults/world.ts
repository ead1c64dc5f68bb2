import { openCourse, type Staff } from '@lectern/bench/answers/school/prepare-exam';
import { type School, startSchool } from '@lectern/bench/answers/school/start-school';
import { familyOf, signalAll } from './processes.ts';
import { type Balancer, startBalancer } from './proxies/balancer.ts';

/** What the faults happen to: one school for all of them, its exam behind a balancer. */
export type World = AsyncDisposable & {
  readonly school: School;
  readonly balancer: Balancer;
  readonly staff: Staff;
  /** Starts whatever a fault has left lying. */
  heal(): Promise<void>;
};

export async function openWorld(): Promise<World> {
  await using stack = new AsyncDisposableStack();
  const balancer = stack.use(await startBalancer());
  const school = stack.use(await startSchool({ examUrl: balancer.url, postgresSettings: ['shared_buffers=256MB'] }));
  balancer.setBackends([school.services.exam.url]);
  const staff = await openCourse(school);
  const owned = stack.move();
  const heal = async () => {
    signalAll([...familyOf(school.postgres.current().pid), school.redis.current().pid], 'SIGCONT');
    for (const store of [school.postgres, school.redis]) if (!(await isRunning(store.current()))) await store.restart();
    balancer.setBackends([school.services.exam.url]);
    for (const service of Object.values(school.services)) await service.start();
  };
  return { school, balancer, staff, heal, [Symbol.asyncDispose]: () => owned.disposeAsync() };
}

async function isRunning({ exited }: { readonly exited: Promise<void> }): Promise<boolean> {
  return Promise.race([exited.then(() => false), Promise.resolve().then(() => true)]);
}
