import { NativeSelect } from '@mantine/core';
import { IconGripVertical } from '@tabler/icons-react';
import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Markdown } from '../../../../ui/markdown.tsx';
import { ClearButton } from './clear-button.tsx';
import type { InputProps, QuestionOf } from './input-props.ts';
import classes from './inputs.module.css';
import { letterOf, plainText } from './lists.ts';

type Item = QuestionOf<'MatchingQuestion'>['targets'][number];

interface PremiseProps {
  readonly premise: Item;
  readonly targets: readonly Item[];
  readonly targetId: string;
  readonly isLocked: boolean;
  readonly onMatch: (targetId: string) => void;
}

/** A left side with the right side chosen for it; a right side can be dropped on it. */
function Premise({ premise, targets, targetId, isLocked, onMatch }: PremiseProps) {
  const { t } = useTranslation();
  const id = useId();
  const [isOver, setOver] = useState(false);
  return (
    <li
      className={classes.premise}
      data-matched={targetId !== ''}
      data-over={isOver}
      onDragOver={(event) => {
        if (isLocked || !event.dataTransfer.types.includes(dragType)) return;
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={(event) => {
        event.preventDefault();
        setOver(false);
        const dropped = event.dataTransfer.getData(dragType);
        if (targets.some((target) => target.id === dropped)) onMatch(dropped);
      }}
    >
      <span id={id} className={classes.text}>
        <Markdown text={premise.text} inline />
      </span>
      <NativeSelect
        size="md"
        aria-labelledby={id}
        disabled={isLocked}
        value={targetId}
        onChange={(event) => onMatch(event.currentTarget.value)}
        data={[
          { value: '', label: t('room.chooseMatch') },
          ...targets.map((target, index) => ({
            value: target.id,
            label: `${letterOf(index)} – ${plainText(target.text)}`,
          })),
        ]}
      />
    </li>
  );
}

const dragType = 'application/x-lectern-target';

/** What belongs together: chosen from a list beside each left side, or dragged onto it. */
export function MatchingInput({ question, given, promptId, isLocked, onAnswer }: InputProps<'MatchingQuestion'>) {
  const { t } = useTranslation();
  const { premises, targets } = question;
  const matches = given.matches ?? [];
  const match = (premiseId: string, targetId: string) => {
    const rest = matches.filter((one) => one.premiseId !== premiseId);
    const next = targetId === '' ? rest : [...rest, { premiseId, targetId }];
    onAnswer(next.length > 0 ? { matches: next } : {});
  };
  return (
    <>
      <p className={classes.hint}>{t('room.matchHint')}</p>
      <div className={classes.matching}>
        <ul className={classes.list} aria-labelledby={promptId}>
          {premises.map((premise) => (
            <Premise
              key={premise.id}
              premise={premise}
              targets={targets}
              targetId={matches.find(({ premiseId }) => premiseId === premise.id)?.targetId ?? ''}
              isLocked={isLocked}
              onMatch={(targetId) => match(premise.id, targetId)}
            />
          ))}
        </ul>
        <ul
          className={`${classes.list} ${classes.targets}`}
          aria-label={t('room.targets')}
          data-plain={targets.every(({ text }) => plainText(text) === text)}
        >
          {targets.map(({ id, text }, index) => (
            <li
              key={id}
              className={classes.target}
              draggable={!isLocked}
              data-used={matches.some(({ targetId }) => targetId === id)}
              onDragStart={(event) => event.dataTransfer.setData(dragType, id)}
            >
              <IconGripVertical size={16} aria-hidden className={classes.grip} />
              <strong>{letterOf(index)}</strong>
              <span className={classes.text}>
                <Markdown text={text} inline />
              </span>
            </li>
          ))}
        </ul>
      </div>
      <ClearButton isShown={matches.length > 0 && !isLocked} onClear={() => onAnswer({})} />
    </>
  );
}
