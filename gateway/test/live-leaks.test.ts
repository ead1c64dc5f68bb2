import { expect, it } from '@jest/globals';
import { waitFor } from '@lectern/testing';
import { type Followed, type LiveLine, openLine } from './_live-line.ts';
import { startLiveRig } from './_live-rig.ts';

const seed = Number(process.env.GATEWAY_MODEL_SEED ?? Math.floor(Math.random() * 2 ** 32));

/** Small and repeatable: a failure names its seed. */
function createRandom(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

const queries = [
  ...['earth', 'jupiter', 'mars', 'none'].flatMap((id) => [
    `subscription { planetChanged(id: "${id}") { mass } }`,
    `subscription { planetChanged(id: "${id}") { mass lookedAtBy } }`,
  ]),
  ...['earth', 'mars'].map((id) => `subscription { myOrbit(planetId: "${id}") { days } }`),
  'subscription { planetChanged(id: "forbidden") { mass } }',
  'subscription { nothing }',
  '{ whoAsks }',
];

it(`nothing is left of subscriptions that were left, refused and cut at any moment (seed ${seed})`, async () => {
  await using rig = await startLiveRig({
    GATEWAY_LIVE_BUFFER_BYTES_MAX: '65536',
    GATEWAY_SUBSCRIPTIONS_PER_VIEWER_MAX: '30',
  });
  const random = createRandom(seed);
  const tokens = [undefined, await rig.gateway.solarSystem.token({ sub: 'ada' })];
  const lines: { readonly line: LiveLine; readonly all: Followed[] }[] = [];
  let subscribed = 0;
  let value = 10;
  while (subscribed < 500) {
    const place = random(lines.length);
    const at = lines[place];
    const dice = random(20);
    if (!at || (dice === 0 && lines.length < 12)) {
      lines.push({ line: await openLine(rig.url, tokens[random(2)]), all: [] });
    } else if (dice < 11) {
      subscribed += 1;
      const query = queries[random(queries.length)] ?? '';
      const resume =
        random(4) === 0 ? { extensions: { resume: { epoch: 'e', offset: random(5), ticket: 'none' } } } : {};
      at.all.push(at.line.subscribe({ query, ...resume }));
      // At times left at once, at times when it has begun.
      if (random(4) === 0) at.all.pop()?.leave();
    } else if (dice < 15) at.all.splice(random(at.all.length), 1)[0]?.leave();
    else if (dice < 16) {
      at.line.cut();
      lines.splice(place, 1);
    } else if (dice < 17) at.line.pause();
    else {
      value += 1;
      await rig.publish(
        { kind: 'planet', id: random(2) === 0 ? 'earth' : 'mars' },
        value,
        random(3) === 0 ? 100_000 : 0,
      );
    }
  }
  expect(await rig.metric('live_runs_total')).toBeGreaterThan(0);
  for (const { line, all } of lines) {
    if (random(2) === 0) line.cut();
    else {
      line.resume();
      for (const each of all) each.leave();
    }
  }
  for (const name of ['subscriptions', 'live_groups', 'live_topics']) {
    await waitFor(`no ${name}`, async () => (await rig.metric(name)) === 0);
  }
  // What is followed by nobody is asked for of Redis by nobody, sockets or no sockets.
  await waitFor('no channel in Redis', async () => (await rig.redisChannels()).length === 0);
  for (const { line } of lines) await line[Symbol.asyncDispose]();
  for (const name of ['sockets', 'live_buffered_bytes']) {
    await waitFor(`no ${name}`, async () => (await rig.metric(name)) === 0);
  }
  // A viewer's count is back where it was: as many as allowed are to be had.
  await using again = await openLine(rig.url, tokens[1]);
  const all = Array.from({ length: 30 }, () => again.subscribe({ query: queries[0] }));
  for (const each of all) expect((await each.at(0)).errors).toBeUndefined();
}, 120_000);
