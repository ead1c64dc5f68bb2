import { type LivePlanets, massIn, startLivePlanets, watch } from './_live-planets.ts';
import { admittedSocket } from './_socket.ts';

export type Besieged = AsyncDisposable & {
  readonly planets: LivePlanets;
  /** Runs an attack, and makes sure that the good client still gets the next event, and that nothing is left of the bad. */
  stands(attack: (url: string) => Promise<void>): Promise<void>;
};

/** A gateway with one client that behaves, and others that do not. */
export async function startBesieged(env: Record<string, string> = {}): Promise<Besieged> {
  await using stack = new AsyncDisposableStack();
  const planets = stack.use(await startLivePlanets(env));
  const good = stack.use(await admittedSocket(planets.url));
  await watch(good, 'good');
  const resources = stack.move();
  return {
    planets,
    async stands(attack) {
      await attack(planets.url);
      const mass = await planets.changed();
      // Attacks publish events of their own.
      for (let seen: number | undefined; seen !== mass; ) {
        const message = await good.next();
        if (message.type !== 'next') throw new Error(`the good client is told ${JSON.stringify(message)}`);
        seen = massIn(message);
      }
      await planets.holds(1, 1);
    },
    [Symbol.asyncDispose]: () => resources.disposeAsync(),
  };
}
