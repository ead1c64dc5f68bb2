import { expect, it } from '@jest/globals';
import { openLine } from './_live-line.ts';
import { startLiveRig } from './_live-rig.ts';

const watch = (id: string) => ({ query: `subscription { planetChanged(id: "${id}") { mass } }` });

it('who may see it no more when the state has to be asked for anew is told so, and follows no longer', async () => {
  await using rig = await startLiveRig();
  const { planets } = rig.gateway.solarSystem;
  await using line = await openLine(rig.url);
  const [lost, kept] = [line.subscribe(watch('earth')), line.subscribe(watch('jupiter'))];
  await Promise.all([lost.at(0), kept.at(0)]);
  planets.delete('earth');
  planets.set('jupiter', { id: 'jupiter', name: 'Jupiter', mass: 300 });
  await rig.restartEmpty();
  for (let at = 1; !lost.isOver; at += 1) {
    const { data, errors } = await lost.at(at);
    if (!errors) continue;
    expect(errors.map(({ extensions }) => extensions?.code)).toEqual(['SUBSCRIPTION_REFUSED']);
    expect(data).toBeUndefined();
    break;
  }
  for (let at = 1; ; at += 1) {
    const { data, errors, extensions } = await kept.at(at);
    expect(errors).toBeUndefined();
    if (extensions?.stale || data.planetChanged.mass !== 300) continue;
    break;
  }
  await line.subscribe({ query: '{ whoAsks }' }).at(0);
  expect([lost.isOver, kept.isOver]).toEqual([true, false]);
});

it('what cannot be asked for at the moment ends nothing', async () => {
  await using rig = await startLiveRig();
  await using line = await openLine(rig.url);
  const followed = line.subscribe(watch('earth'));
  await followed.at(0);
  await rig.gateway.solarSystem.stop('planets');
  await rig.restartEmpty();
  for (let at = 1; ; at += 1) {
    const { errors } = await followed.at(at);
    if (!errors) continue;
    expect(errors[0]?.extensions?.code).toMatch(/^SUBGRAPH_/);
    break;
  }
  await rig.settled();
  const at = followed.told.length;
  for (let mass = 2_000; followed.told.length === at; mass += 1)
    await rig.publish({ kind: 'planet', id: 'earth' }, mass);
  expect((await followed.at(at)).data.planetChanged.mass).toBeGreaterThanOrEqual(2_000);
});
