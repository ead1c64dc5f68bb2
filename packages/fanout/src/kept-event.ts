import type { LiveEnvelope } from '@lectern/events';
import { readEnvelope } from './envelope.ts';

/**
 * An event in memory. It is kept as text: parsed it takes three times as much, and hardly anybody asks for it again.
 */
export type KeptEvent = {
  readonly offset: number;
  readonly text: string;
  /** When it came, by the clock that only goes forward. */
  readonly cameAt: number;
  /** Parsed for whoever asks in quick succession; forgotten by the next sweep. */
  parsed: LiveEnvelope | undefined;
};

export function eventOf(kept: KeptEvent): LiveEnvelope | undefined {
  kept.parsed ??= readEnvelope(kept.text);
  return kept.parsed;
}
