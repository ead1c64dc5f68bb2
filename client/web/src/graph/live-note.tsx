import type { LiveState } from '@lectern/sdk';
import { IconBolt, IconCloudOff, IconLoader2, IconPlugConnectedX } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../i18n/format.ts';
import classes from './live-note.module.css';
import { useSettled } from './use-settled.ts';

const icons = { CONNECTING: IconLoader2, LIVE: IconBolt, STALE: IconCloudOff, CLOSED: IconPlugConnectedX } as const;
const states = ['CONNECTING', 'LIVE', 'STALE', 'CLOSED'] as const;
const dayMs = 86_400_000;

interface Line {
  readonly state: LiveState;
  /** When what is shown was last certainly the present. */
  readonly upToDateAt: number | null;
}

function useSince(upToDateAt: number | null): string {
  const format = useFormat();
  const at = new Date(upToDateAt ?? Date.now());
  return Date.now() - at.getTime() < dayMs ? format.clock(at) : format.dateTime(at);
}

/** The state in a word. The words of the other states keep its place, so that nothing moves when it changes. */
function StateWord({ state }: Pick<Line, 'state'>) {
  const { t } = useTranslation();
  const Icon = icons[state];
  return (
    <span className={classes.word} data-state={state}>
      <span className={classes.places}>
        {states.map((other) => (
          <span key={other} className={classes.place} data-text={t(`live.states.${other}`)} aria-hidden />
        ))}
        <span className={classes.present}>
          <Icon size={16} aria-hidden />
          <span role="status">{t(`live.states.${state}`)}</span>
        </span>
      </span>
    </span>
  );
}

export interface LiveNoteProps {
  readonly live: Line;
  /** What is said beside the state while all is well. */
  readonly children: ReactNode;
}

/** Whether what a page shows is live; and if not, since when it may be old. */
export function LiveNote({ live, children }: LiveNoteProps) {
  const { t } = useTranslation();
  const state = useSettled(live.state);
  const at = useSince(live.upToDateAt);
  const old = t('live.oldSince', { at });
  return (
    <div className={classes.note} data-state={state}>
      <StateWord state={state} />
      <span className={`${classes.places} lectern-tabular`}>
        <span className={classes.place} data-text={old} aria-hidden />
        <span className={classes.detail}>
          {state === 'STALE' ? old : null}
          {state === 'CLOSED' ? t('live.endedSince', { at }) : null}
          {state === 'LIVE' || state === 'CONNECTING' ? children : null}
        </span>
      </span>
    </div>
  );
}

/** The same in one line of small type, for where there is little room. What is late is said where it fits, and aloud. */
export function LiveLine({ state: present, upToDateAt }: Line) {
  const { t } = useTranslation();
  const state = useSettled(present);
  const late = t('live.lateSince', { at: useSince(upToDateAt) });
  const isLate = state === 'STALE' || state === 'CLOSED';
  return (
    <span className={classes.line} data-state={state} title={isLate ? late : undefined}>
      <StateWord state={state} />
      <span className={classes.late}>{isLate ? late : ''}</span>
    </span>
  );
}
