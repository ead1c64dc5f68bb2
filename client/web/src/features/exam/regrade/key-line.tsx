import type { KeyChangeInput } from '@lectern/sdk';
import { Badge, Button, Group, Stack, Switch, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../../../i18n/format.ts';
import { Markdown } from '../../../ui/markdown.tsx';
import lines from '../questions/questions.module.css';
import { isChanged, type KeyedQuestion, presentKey } from './key-change.ts';
import { KeyField } from './key-field.tsx';
import classes from './regrade.module.css';

function useKeyWords() {
  const { t } = useTranslation();
  const format = useFormat();
  return (question: KeyedQuestion): string => {
    const { choices, isTrue, number, tolerance, unit, acceptedTexts, premises, targets, items } = question;
    const right = choices.filter(({ isRight }) => isRight).map(({ text }) => text);
    if (right.length > 0) return right.join('; ');
    if (isTrue !== null) return t(isTrue ? 'room.true' : 'room.false');
    if (number !== null)
      return [format.number(number), tolerance ? `± ${format.number(tolerance)}` : '', unit].join(' ').trim();
    const matches = premises.map(
      ({ text, targetId }) => `${text} – ${targets.find(({ id }) => id === targetId)?.text}`,
    );
    return [...acceptedTexts, ...matches, ...items.map(({ text }) => text)].join('; ') || '–';
  };
}

export interface KeyLineProps {
  readonly question: KeyedQuestion;
  readonly number: number;
  readonly isVoided: boolean;
  /** The change being written; null while the key is left as it is. */
  readonly change: KeyChangeInput | null;
  readonly onChange: (change: KeyChangeInput | null) => void;
}

/** One question of the published paper, and its key to be put right. */
export function KeyLine({ question, number, isVoided, change, onChange }: KeyLineProps) {
  const { t } = useTranslation();
  const keyWords = useKeyWords();
  return (
    <li className={lines.line}>
      <Text c="dimmed" fw={600} miw={28} className="lectern-tabular">
        {number}
      </Text>
      <Stack gap="sm" flex={1} miw={0}>
        <div className={classes.prompt}>
          <Markdown text={question.prompt} />
        </div>
        <Group gap={6}>
          <Badge color="gray">{t(`questions.kinds.${question.kind}`)}</Badge>
          {isVoided ? <Badge color="red">{t('regrade.voided')}</Badge> : null}
          {change && isChanged(question, change) ? <Badge color="orange">{t('regrade.changed')}</Badge> : null}
        </Group>
        {change ? null : (
          <Text size="sm" c="dimmed" style={{ overflowWrap: 'anywhere' }}>
            {t('questions.answerIs', { answer: keyWords(question) })}
          </Text>
        )}
        {change ? (
          <Stack gap="md" className={classes.editor ?? ''}>
            <Switch
              label={t('regrade.voidIt')}
              description={t('regrade.voidHint')}
              checked={change.isVoided ?? false}
              onChange={(event) => onChange({ ...change, isVoided: event.currentTarget.checked })}
            />
            {change.isVoided ? null : <KeyField question={question} value={change} onChange={onChange} />}
          </Stack>
        ) : null}
      </Stack>
      <Button
        size="sm"
        variant="default"
        aria-label={change ? t('regrade.undo') : t('regrade.changeOf', { number })}
        onClick={() => onChange(change ? null : presentKey(question))}
      >
        {t(change ? 'regrade.undo' : 'regrade.change')}
      </Button>
    </li>
  );
}
