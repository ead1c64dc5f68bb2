import { ActionIcon, Button, Checkbox, Fieldset, Group, Radio, Stack, Text, TextInput } from '@mantine/core';
import { IconPhotoPlus, IconPlus, IconTrash } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { PictureDialog } from '../illustration/picture-dialog.tsx';
import { PictureField } from '../illustration/picture-field.tsx';
import type { KeyFieldProps } from './key-fields.tsx';
import { type ChoiceValues, newChoice } from './question-values.ts';

const choicesMin = 2;
const choicesMax = 20;

interface ChoiceRowProps extends KeyFieldProps {
  readonly choice: ChoiceValues;
  readonly index: number;
  readonly onPicture: () => void;
}

function ChoiceRow({ form, choice, index, onPicture }: ChoiceRowProps) {
  const { t } = useTranslation();
  const { choices, kind } = form.values;
  const isSingle = kind === 'SINGLE_CHOICE';
  const name = t('questions.choice', { number: index + 1 });
  const mark = (isRight: boolean) =>
    form.setFieldValue(
      'choices',
      choices.map((other, at) => {
        if (at === index) return { ...other, isRight: isSingle ? true : isRight };
        return isSingle ? { ...other, isRight: false } : other;
      }),
    );
  const Mark = isSingle ? Radio : Checkbox;
  return (
    <Stack gap={6}>
      <Group gap="xs" wrap="nowrap">
        <Mark
          checked={choice.isRight}
          onChange={(event) => mark(event.currentTarget.checked)}
          aria-label={t('questions.isRight', { number: index + 1 })}
          {...(isSingle ? { name: 'right-choice' } : {})}
        />
        <TextInput
          flex={1}
          maxLength={2000}
          aria-label={name}
          placeholder={name}
          {...form.getInputProps(`choices.${index}.text`)}
        />
        <ActionIcon
          variant="subtle"
          color="gray"
          c="dimmed"
          size={34}
          aria-label={t('picture.addTo', { name })}
          disabled={choice.illustration !== null}
          onClick={onPicture}
        >
          <IconPhotoPlus size={18} aria-hidden />
        </ActionIcon>
        <ActionIcon
          variant="subtle"
          color="gray"
          c="dimmed"
          size={34}
          aria-label={t('questions.removeChoice', { number: index + 1 })}
          disabled={choices.length <= choicesMin}
          onClick={() => form.removeListItem('choices', index)}
        >
          <IconTrash size={18} aria-hidden />
        </ActionIcon>
      </Group>
      {choice.illustration ? (
        <PictureField
          name={name}
          value={choice.illustration}
          onChange={(illustration) => form.setFieldValue(`choices.${index}.illustration`, illustration)}
        />
      ) : null}
    </Stack>
  );
}

/** The choices of a question, which of them are right, and their pictures. */
export function ChoicesField({ form, courseId }: KeyFieldProps) {
  const { t } = useTranslation();
  const [picturedAt, setPicturedAt] = useState<number | null>(null);
  const { choices, kind } = form.values;
  return (
    <Fieldset
      legend={t(kind === 'SINGLE_CHOICE' ? 'questions.choicesSingle' : 'questions.choicesMultiple')}
      radius="md"
    >
      <Stack gap="xs">
        {choices.map((choice, index) => (
          <ChoiceRow
            key={choice.key}
            form={form}
            courseId={courseId}
            choice={choice}
            index={index}
            onPicture={() => setPicturedAt(index)}
          />
        ))}
        {form.errors.choices ? (
          <Text size="sm" c="var(--mantine-color-error)" role="alert">
            {form.errors.choices}
          </Text>
        ) : null}
        <Group>
          <Button
            size="xs"
            variant="default"
            leftSection={<IconPlus size={16} aria-hidden />}
            disabled={choices.length >= choicesMax}
            onClick={() => form.insertListItem('choices', newChoice())}
          >
            {t('questions.addChoice')}
          </Button>
        </Group>
      </Stack>
      <PictureDialog
        courseId={courseId}
        isOpen={picturedAt !== null}
        onClose={() => setPicturedAt(null)}
        onDone={(illustration) => {
          if (picturedAt !== null) form.setFieldValue(`choices.${picturedAt}.illustration`, illustration);
          setPicturedAt(null);
        }}
      />
    </Fieldset>
  );
}
