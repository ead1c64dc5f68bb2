import { startBadLine } from '../proxies/bad-line.ts';
import type { Fault } from './infliction.ts';

export const badLine: Fault = {
  name: 'line delays, repeats and loses',
  async line({ school }) {
    const line = await startBadLine(school.url);
    const { counts } = line;
    const describe = () =>
      `${counts.duplicated} requests twice, ${counts.replayedLate} again later, ${counts.answersLost} answers lost`;
    return { url: line.url, describe, [Symbol.asyncDispose]: () => line[Symbol.asyncDispose]() };
  },
  async inflict(_world, { pause }) {
    await pause(20_000);
    return '';
  },
};
