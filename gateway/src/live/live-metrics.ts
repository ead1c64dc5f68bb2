import { Counter, Gauge, type Registry } from 'prom-client';
import type { GatewayMetrics } from '../events.ts';
import { WeightedHistogram } from './weighted-histogram.ts';

type LiveMetrics = Pick<
  GatewayMetrics,
  'channels' | 'liveEventArrived' | 'liveEventRun' | 'liveFramesWritten' | 'liveEventsSkipped' | 'watchLive'
>;

const deliveryBuckets = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

export function createLiveMetrics(registry: Registry): LiveMetrics {
  const registers = [registry];
  const counter = <Label extends string>(name: string, help: string, labelNames: Label[]) =>
    new Counter({ name: `lectern_gateway_${name}`, help, labelNames, registers });
  const gauge = <Label extends string>(name: string, help: string, labelNames: Label[], read?: () => number) =>
    new Gauge({
      name: `lectern_gateway_${name}`,
      help,
      labelNames,
      registers,
      ...(read && {
        collect() {
          this.set(read());
        },
      }),
    });

  const sockets = gauge('sockets', 'Open lines of live updates', ['transport']);
  const closes = counter('sockets_closed_total', 'Closed lines of live updates', ['reason']);
  const subscriptions = gauge('subscriptions', 'Live subscriptions', []);
  const arrived = counter('live_events_total', 'Events that arrived on live topics', []);
  const runs = counter('live_runs_total', 'Executions of live events', []);
  const frames = counter('live_frames_total', 'Messages written to subscribers', []);
  const skips = counter('live_skips_total', 'Events left out for slow clients', []);
  const delivery = new WeightedHistogram({
    name: 'lectern_gateway_live_delivery_seconds',
    help: 'From the publishing of an event to each write to a subscriber',
    buckets: deliveryBuckets,
    registers,
  });
  for (const transport of ['WS', 'SSE', 'MULTIPART']) sockets.set({ transport }, 0);

  return {
    channels: {
      onOpened: ({ name }) => sockets.inc({ transport: name }),
      onClosed({ name }, reason) {
        sockets.dec({ transport: name });
        closes.inc({ reason });
      },
      onSubscribed: () => subscriptions.inc(),
      onUnsubscribed: () => subscriptions.dec(),
    },
    liveEventArrived: () => arrived.inc(),
    liveEventRun: () => runs.inc(),
    liveFramesWritten(count, ms) {
      frames.inc(count);
      // Clocks of machines differ a little: what seems to arrive before it was sent took no time.
      if (ms !== undefined) delivery.observeMany(Math.max(0, ms) / 1_000, count);
    },
    liveEventsSkipped: (count) => skips.inc(count),
    watchLive({ groups, topics, buffered }) {
      gauge('live_groups', 'Sets of subscriptions that are told the same', [], groups);
      gauge('live_topics', 'Topics that are followed', [], topics);
      gauge('live_buffered_bytes', 'Bytes that wait for clients who do not take them', [], buffered);
    },
  };
}
