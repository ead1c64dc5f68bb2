import type { ItemAnalysisQuery } from '@lectern/sdk';
import { Badge, Button, Group, Table, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconChevronDown, IconChevronRight, IconCircleCheckFilled } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../../../i18n/format.ts';
import { Markdown } from '../../../ui/markdown.tsx';
import classes from './analysis.module.css';
import { hintOf } from './question-hint.ts';

type Question = ItemAnalysisQuery['itemAnalysis']['questions'][number];

function Answers({ question }: { readonly question: Question }) {
  const { t } = useTranslation();
  const format = useFormat();
  return (
    <Table aria-label={t('analysis.answers')} className={classes.answers ?? ''}>
      <Table.Thead>
        <Table.Tr>
          <Table.Th>{t('analysis.answer')}</Table.Th>
          <Table.Th ta="right">{t('analysis.given')}</Table.Th>
          <Table.Th ta="right">{t('analysis.upper')}</Table.Th>
          <Table.Th ta="right">{t('analysis.lower')}</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {question.distractors.map((answer) => (
          <Table.Tr key={answer.choiceId ?? answer.text}>
            <Table.Td>
              <Group gap={6} wrap="nowrap" align="flex-start">
                {answer.isRight ? <IconCircleCheckFilled size={16} color="var(--lectern-good)" aria-hidden /> : null}
                <span>
                  <Markdown text={answer.text} inline />
                  {answer.isRight ? <span className="lectern-hidden"> ({t('analysis.right')})</span> : null}
                </span>
              </Group>
            </Table.Td>
            <Table.Td ta="right">{format.number(answer.count)}</Table.Td>
            <Table.Td ta="right">{format.number(answer.upperCount)}</Table.Td>
            <Table.Td ta="right">{format.number(answer.lowerCount)}</Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  );
}

/** One question of the analysis; its answers unfold below it. */
export function AnalysisRow({ question, number }: { readonly question: Question; readonly number: number }) {
  const { t } = useTranslation();
  const format = useFormat();
  const [isOpen, { toggle }] = useDisclosure(false);
  const hint = hintOf(question);
  const Chevron = isOpen ? IconChevronDown : IconChevronRight;
  return (
    <>
      <Table.Tr>
        <Table.Td>
          <Group gap="sm" wrap="nowrap" align="flex-start">
            <Text c="dimmed" fw={600} miw={24}>
              {number}
            </Text>
            <div className={classes.prompt}>
              <Markdown text={question.prompt} />
              {hint ? (
                <Badge mt={4} color={hint === 'suspicious' ? 'red' : 'orange'}>
                  {t(`analysis.${hint}`)}
                </Badge>
              ) : null}
            </div>
          </Group>
        </Table.Td>
        <Table.Td ta="right" className="lectern-tabular">
          {question.facility === null ? '–' : format.number(question.facility)}
        </Table.Td>
        <Table.Td ta="right" className="lectern-tabular">
          {question.discrimination === null ? '–' : format.number(question.discrimination)}
        </Table.Td>
        <Table.Td ta="right">
          <Button
            size="compact-sm"
            variant="subtle"
            color="gray"
            c="dimmed"
            onClick={toggle}
            aria-expanded={isOpen}
            aria-label={t(isOpen ? 'analysis.hide' : 'analysis.show', { number })}
            rightSection={<Chevron size={16} aria-hidden />}
          >
            {format.number(question.answeredCount)}
          </Button>
        </Table.Td>
      </Table.Tr>
      {isOpen ? (
        <Table.Tr>
          <Table.Td colSpan={4}>
            <Answers question={question} />
          </Table.Td>
        </Table.Tr>
      ) : null}
    </>
  );
}
