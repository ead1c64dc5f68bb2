import { describe, expect, it } from '@jest/globals';
import { waitFor } from '@lectern/testing';
import { type Followed, openLine } from './_live-line.ts';
import { type LiveRig, startLiveRig } from './_live-rig.ts';

const earth = { kind: 'planet', id: 'earth' } as const;
const watches = {
  'of everybody, with events': 'subscription { it: planetChanged(id: "earth") { state: mass } }',
  'of everybody, without any event yet': 'subscription { it: planetChanged(id: "jupiter") { state: mass } }',
  'of one viewer': 'subscription { it: myOrbit(planetId: "earth") { state: days } }',
  'of everybody, with a field of each viewer':
    'subscription { it: planetChanged(id: "earth") { state: mass lookedAtBy } }',
  'of everybody, with what events do not carry':
    'subscription { it: planetChanged(id: "earth") { state: mass neighbours(first: 1) { id } } }',
} as const;

const last = ({ told }: Followed) => told.at(-1) ?? {};
const stateOf = (followed: Followed) => last(followed).data?.it?.state;
const isStale = (followed: Followed) => last(followed).extensions?.stale === true;

async function start() {
  const stack = new AsyncDisposableStack();
  const rig = stack.use(await startLiveRig());
  await rig.publish(earth, 2);
  const token = await rig.gateway.solarSystem.token({ sub: 'ada' });
  const open = async () => {
    const line = stack.use(await openLine(rig.url, token));
    const all = Object.values(watches).map((query) => line.subscribe({ query }));
    for (const each of all) await each.at(0);
    return { line, all };
  };
  const first = await open();
  return { rig, open, ...first, [Symbol.asyncDispose]: () => stack.disposeAsync() };
}

const everyone = (what: string, all: readonly Followed[], check: (followed: Followed) => boolean) =>
  waitFor(what, () => {
    const others = all.filter((each) => !check(each)).map(({ told }) => JSON.stringify(told.slice(-2)));
    if (others.length > 0) throw new Error(others.join('\n'));
    return true;
  });
const closes = (rig: LiveRig) => rig.metric('sockets_closed_total');

describe('while Redis is away', () => {
  for (const kind of ['has been killed', 'gives no answer'] as const) {
    it(`because it ${kind}, all are told that they see what may be old, and afterwards that they do not`, async () => {
      await using test = await start();
      const { rig, all } = test;
      const before = all.map(stateOf);
      if (kind === 'has been killed') await rig.redis.kill();
      else rig.redis.freeze();
      await everyone('being told', all, isStale);
      expect(all.map(stateOf)).toEqual(before);
      // Those who come now see the state, and that it may be old.
      const later = await test.open();
      expect(later.all.map(isStale)).toEqual(later.all.map(() => true));
      expect(later.all.map(stateOf)).toEqual(before);
      for (const { told } of later.all) expect(told[0]?.extensions).toMatchObject({ snapshot: true });
      const places = all.map(({ told }) => told.length);
      if (kind === 'has been killed') await rig.redis.restart();
      else rig.redis.thaw();
      const both = [...all, ...later.all];
      await everyone('the end of it', both, (each) => !isStale(each));
      // Once each way.
      expect(all.map(({ told }) => told.length)).toEqual(places.map((length) => length + 1));
      expect(both.map(stateOf)).toEqual([...before, ...before]);
      await waitFor('an event', async () => (await rig.publish(earth, 3)) !== undefined);
      await rig.publish({ kind: 'orbit', id: 'earth' }, 3);
      await rig.publish({ kind: 'planet', id: 'jupiter' }, 3);
      await everyone('the newest', both, (each) => stateOf(each) === 3 && !isStale(each));
      expect(await closes(rig)).toBe(0);
    });
  }

  it('what was published by another of its clients in the last moment is told on return', async () => {
    await using test = await start();
    const { rig, all } = test;
    rig.redis.freeze();
    await everyone('being told', all, isStale);
    // It waits in the connection, and is taken when Redis goes on.
    const publishing = rig.publish(earth, 9);
    rig.redis.thaw();
    await publishing;
    const ofEarth = all.filter((_, place) => place !== 1 && place !== 2);
    await everyone('the newest', ofEarth, (each) => stateOf(each) === 9 && !isStale(each));
  });
});

describe('when Redis has come back with nothing', () => {
  it('all are told the state by its source, in a new epoch, and what comes then', async () => {
    await using test = await start();
    const { rig, all } = test;
    const before = all.map(({ told }) => told.at(-1)?.extensions?.position?.epoch);
    await rig.redis.kill();
    await everyone('being told', all, isStale);
    // Changed meanwhile, and published to nobody.
    const { planets, orbits } = rig.gateway.solarSystem;
    for (const id of ['earth', 'jupiter']) planets.set(id, { id, name: id, mass: 7 });
    orbits.set('earth', 7);
    const later = await test.open();
    const both = [...all, ...later.all];
    await rig.restartEmpty();
    await everyone('the state', both, (each) => stateOf(each) === 7 && !isStale(each));
    for (const [place, each] of all.entries()) {
      const { snapshot, position } = last(each).extensions ?? {};
      expect({ place, snapshot, offset: position?.offset }).toEqual({ place, snapshot: true, offset: 0 });
      expect(position?.epoch).not.toBe(before[place]);
    }
    await rig.settled();
    await waitFor('an event', async () => (await rig.publish(earth, 8)) !== undefined);
    await rig.publish({ kind: 'orbit', id: 'earth' }, 8);
    await rig.publish({ kind: 'planet', id: 'jupiter' }, 8);
    await everyone('the newest', both, (each) => stateOf(each) === 8 && !isStale(each));
    // Nobody has seen an older state after a newer one.
    for (const { told } of both) {
      const states = told.map(({ data }) => data.it.state);
      const since = states.indexOf(7);
      expect(states.slice(since)).toEqual(states.slice(since).toSorted((one, other) => one - other));
    }
    expect(await closes(rig)).toBe(0);
  });
});
