import {
  Checkbox,
  Group,
  NumberInput,
  Radio,
  SegmentedControl,
  SimpleGrid,
  Stack,
  TagsInput,
  Text,
  Textarea,
  TextInput,
} from '@mantine/core';
import type { UseFormReturnType } from '@mantine/form';
import { useTranslation } from 'react-i18next';
import { ChoicesField } from './choices-field.tsx';
import { MatchingFields } from './matching-fields.tsx';
import { OrderingFields } from './ordering-fields.tsx';
import type { QuestionValues } from './question-values.ts';

export type QuestionForm = UseFormReturnType<QuestionValues>;

export interface KeyFieldProps {
  readonly form: QuestionForm;
  /** Whose pictures they are. */
  readonly courseId: string;
}

function NumericFields({ form }: KeyFieldProps) {
  const { t } = useTranslation();
  const isShare = form.values.toleranceKind === 'RELATIVE';
  return (
    <Stack gap="sm">
      <SimpleGrid cols={{ base: 1, xs: 3 }} spacing="md">
        <NumberInput label={t('questions.number')} hideControls {...form.getInputProps('number')} />
        <NumberInput
          label={t('questions.tolerance')}
          min={0}
          hideControls
          {...(isShare ? { suffix: ' %' } : {})}
          {...form.getInputProps('tolerance')}
        />
        <TextInput label={t('questions.unit')} maxLength={40} {...form.getInputProps('unit')} />
      </SimpleGrid>
      <div>
        <SegmentedControl
          size="xs"
          aria-label={t('questions.toleranceKind')}
          data={[
            { value: 'ABSOLUTE', label: t('questions.toleranceKinds.ABSOLUTE') },
            { value: 'RELATIVE', label: t('questions.toleranceKinds.RELATIVE') },
          ]}
          value={form.values.toleranceKind}
          onChange={(value) => form.setFieldValue('toleranceKind', value === 'RELATIVE' ? 'RELATIVE' : 'ABSOLUTE')}
        />
        <Text size="sm" c="dimmed" mt={4}>
          {t('questions.toleranceHint')}
        </Text>
      </div>
    </Stack>
  );
}

function ShortTextFields({ form }: KeyFieldProps) {
  const { t } = useTranslation();
  return (
    <Stack gap="sm">
      <TagsInput
        label={t('questions.texts')}
        description={t('questions.textsHint')}
        maxTags={50}
        splitChars={['|']}
        acceptValueOnBlur
        {...form.getInputProps('acceptedTexts')}
      />
      <Checkbox label={t('questions.foldsCase')} {...form.getInputProps('foldsCase', { type: 'checkbox' })} />
      <Checkbox label={t('questions.foldsSpace')} {...form.getInputProps('foldsSpace', { type: 'checkbox' })} />
      <TextInput
        label={t('questions.pattern')}
        description={t('questions.patternHint')}
        maxLength={500}
        ff="monospace"
        spellCheck={false}
        {...form.getInputProps('pattern')}
      />
    </Stack>
  );
}

function EssayFields({ form }: KeyFieldProps) {
  const { t } = useTranslation();
  return (
    <Stack gap="md">
      <NumberInput
        label={t('questions.wordsMax')}
        description={t('questions.wordsMaxHint')}
        min={1}
        max={20_000}
        allowDecimal={false}
        maw={240}
        {...form.getInputProps('wordsMax')}
      />
      <Textarea
        label={t('questions.guidance')}
        description={t('questions.guidanceHint')}
        autosize
        minRows={3}
        maxRows={10}
        maxLength={20_000}
        {...form.getInputProps('guidance')}
      />
    </Stack>
  );
}

/** What makes an answer right: the fields of the question's kind. */
export function KeyFields(props: KeyFieldProps) {
  const { t } = useTranslation();
  const { kind } = props.form.values;
  switch (kind) {
    case 'SINGLE_CHOICE':
    case 'MULTIPLE_CHOICE':
      return <ChoicesField {...props} />;
    case 'TRUE_FALSE':
      return (
        <Radio.Group label={t('questions.truth')} {...props.form.getInputProps('isTrue')}>
          <Group mt={6} gap="lg">
            <Radio value="true" label={t('room.true')} />
            <Radio value="false" label={t('room.false')} />
          </Group>
        </Radio.Group>
      );
    case 'NUMERIC':
      return <NumericFields {...props} />;
    case 'SHORT_TEXT':
      return <ShortTextFields {...props} />;
    case 'MATCHING':
      return <MatchingFields {...props} />;
    case 'ORDERING':
      return <OrderingFields {...props} />;
    case 'ESSAY':
      return <EssayFields {...props} />;
    default:
      return kind satisfies never;
  }
}
