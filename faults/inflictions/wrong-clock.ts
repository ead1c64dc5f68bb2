import type { Fault } from './infliction.ts';

const tenMinutesMs = 600_000;

export const wrongClock: Fault = {
  name: 'devices’ clocks 10 minutes wrong',
  clockOffsetsMs: [tenMinutesMs, -tenMinutesMs],
  async inflict(_world, { pause }) {
    await pause(10_000);
    return 'half of them fast, half slow';
  },
};
