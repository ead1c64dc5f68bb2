import type { KeyChangeInput } from '@lectern/sdk';
import { Checkbox, Group, NativeSelect, NumberInput, SegmentedControl, Stack, Text, Textarea } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Markdown } from '../../../ui/markdown.tsx';
import { MoveButtons } from '../../../ui/move-buttons.tsx';
import type { KeyedQuestion } from './key-change.ts';

export interface KeyFieldProps {
  readonly question: KeyedQuestion;
  readonly value: KeyChangeInput;
  readonly onChange: (value: KeyChangeInput) => void;
}

function ChoicesKey({ question, value, onChange }: KeyFieldProps) {
  const { t } = useTranslation();
  return (
    <Checkbox.Group
      label={t('regrade.rightChoices')}
      description={question.kind === 'SINGLE_CHOICE' ? t('regrade.acceptSeveral') : undefined}
      value={[...(value.rightChoiceIds ?? [])]}
      onChange={(chosen) => {
        const rightChoiceIds = question.choices.map(({ id }) => id).filter((id) => chosen.includes(id));
        onChange({ ...value, rightChoiceIds });
      }}
    >
      <Stack gap="xs" mt="xs">
        {question.choices.map(({ id, text }) => (
          <Checkbox key={id} value={id} label={<Markdown text={text} inline />} />
        ))}
      </Stack>
    </Checkbox.Group>
  );
}

function TruthKey({ value, onChange }: KeyFieldProps) {
  const { t } = useTranslation();
  return (
    <Group gap="sm">
      <Text size="sm">{t('regrade.statement')}</Text>
      <SegmentedControl
        aria-label={t('regrade.statement')}
        value={value.isTrue ? 'true' : 'false'}
        onChange={(chosen) => onChange({ ...value, isTrue: chosen === 'true' })}
        data={[
          { value: 'true', label: t('room.true') },
          { value: 'false', label: t('room.false') },
        ]}
      />
    </Group>
  );
}

function NumberKey({ question, value, onChange }: KeyFieldProps) {
  const { t } = useTranslation();
  const numberOf = (given: number | string) => (typeof given === 'number' ? given : null);
  return (
    <Group gap="md" align="flex-end">
      <NumberInput
        label={t('regrade.number')}
        value={value.number ?? ''}
        onChange={(given) => onChange({ ...value, number: numberOf(given) })}
        suffix={question.unit ? ` ${question.unit}` : ''}
      />
      <NumberInput
        label={t('regrade.tolerance')}
        min={0}
        value={value.tolerance ?? ''}
        onChange={(given) => onChange({ ...value, tolerance: numberOf(given) })}
      />
    </Group>
  );
}

function TextsKey({ value, onChange }: KeyFieldProps) {
  const { t } = useTranslation();
  return (
    <Textarea
      label={t('regrade.acceptedTexts')}
      autosize
      minRows={3}
      value={(value.acceptedTexts ?? []).join('\n')}
      onChange={(event) => onChange({ ...value, acceptedTexts: event.currentTarget.value.split('\n') })}
    />
  );
}

function MatchesKey({ question, value, onChange }: KeyFieldProps) {
  const { t } = useTranslation();
  const targets = question.targets.map(({ id, text }) => ({ value: id, label: text }));
  return (
    <Stack gap="xs">
      {question.premises.map(({ id, text }) => (
        <NativeSelect
          key={id}
          label={t('regrade.belongsTo', { text })}
          data={targets}
          value={value.matches?.find(({ premiseId }) => premiseId === id)?.targetId ?? ''}
          onChange={(event) => {
            const targetId = event.currentTarget.value;
            const matches = (value.matches ?? []).map((match) =>
              match.premiseId === id ? { ...match, targetId } : match,
            );
            onChange({ ...value, matches });
          }}
        />
      ))}
    </Stack>
  );
}

function OrderKey({ question, value, onChange }: KeyFieldProps) {
  const { t } = useTranslation();
  const order = value.order ?? [];
  const textOf = new Map(question.items.map(({ id, text }) => [id, text]));
  return (
    <Stack gap={4}>
      <Text size="sm">{t('regrade.orderHint')}</Text>
      {order.map((id, index) => (
        <Group key={id} gap="sm" wrap="nowrap">
          <MoveButtons
            name={textOf.get(id) ?? ''}
            position={index + 1}
            count={order.length}
            isDisabled={false}
            onMove={(position) => {
              const others = order.filter((other) => other !== id);
              onChange({ ...value, order: [...others.slice(0, position - 1), id, ...others.slice(position - 1)] });
            }}
          />
          <Markdown text={textOf.get(id) ?? ''} inline />
        </Group>
      ))}
    </Stack>
  );
}

/** The key of one question to be put right, by its kind. Essays have none: they can only be voided. */
export function KeyField(props: KeyFieldProps) {
  switch (props.question.kind) {
    case 'SINGLE_CHOICE':
    case 'MULTIPLE_CHOICE':
      return <ChoicesKey {...props} />;
    case 'TRUE_FALSE':
      return <TruthKey {...props} />;
    case 'NUMERIC':
      return <NumberKey {...props} />;
    case 'SHORT_TEXT':
      return <TextsKey {...props} />;
    case 'MATCHING':
      return <MatchesKey {...props} />;
    case 'ORDERING':
      return <OrderKey {...props} />;
    case 'ESSAY':
      return null;
    default:
      return props.question.kind satisfies never;
  }
}
