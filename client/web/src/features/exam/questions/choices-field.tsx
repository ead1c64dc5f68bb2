import { ActionIcon, Button, Checkbox, Fieldset, Group, Radio, Stack, Text, TextInput } from '@mantine/core';
import type { UseFormReturnType } from '@mantine/form';
import { IconPlus, IconTrash } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { newChoice, type QuestionValues } from './question-values.ts';

const choicesMin = 2;
const choicesMax = 20;

/** The choices of a question and which of them are right. */
export function ChoicesField({ form }: { readonly form: UseFormReturnType<QuestionValues> }) {
  const { t } = useTranslation();
  const { choices, kind } = form.values;
  const isSingle = kind === 'SINGLE_CHOICE';
  const mark = (at: number, isRight: boolean) =>
    form.setFieldValue(
      'choices',
      choices.map((choice, index) => {
        if (index === at) return { ...choice, isRight: isSingle ? true : isRight };
        return isSingle ? { ...choice, isRight: false } : choice;
      }),
    );
  const Mark = isSingle ? Radio : Checkbox;
  return (
    <Fieldset legend={t(isSingle ? 'questions.choicesSingle' : 'questions.choicesMultiple')} radius="md">
      <Stack gap="xs">
        {choices.map((choice, index) => (
          <Group key={choice.key} gap="sm" wrap="nowrap">
            <Mark
              checked={choice.isRight}
              onChange={(event) => mark(index, event.currentTarget.checked)}
              aria-label={t('questions.isRight', { number: index + 1 })}
              {...(isSingle ? { name: 'right-choice' } : {})}
            />
            <TextInput
              flex={1}
              maxLength={2000}
              aria-label={t('questions.choice', { number: index + 1 })}
              placeholder={t('questions.choice', { number: index + 1 })}
              {...form.getInputProps(`choices.${index}.text`)}
            />
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
    </Fieldset>
  );
}
