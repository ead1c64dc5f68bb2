import { Code, Stack, Table, Text, Title } from '@mantine/core';
import { useTranslation } from 'react-i18next';

const columns = ['prompt', 'answer', 'choices', 'matches', 'kind', 'points', 'tolerance', 'others'] as const;
const names: Partial<Record<(typeof columns)[number], string>> = {
  choices: 'choice_a … choice_t',
  matches: 'match_a … match_t',
  others: '…',
};

/** Which columns a file may have, and an example. */
export function ColumnsHelp() {
  const { t } = useTranslation();
  return (
    <Stack gap="md">
      <Title order={2}>{t('import.columns')}</Title>
      <Table.ScrollContainer minWidth={420} scrollAreaProps={{ viewportProps: { tabIndex: 0 } }}>
        <Table aria-label={t('import.columns')}>
          <Table.Tbody>
            {columns.map((column) => (
              <Table.Tr key={column}>
                <Table.Th scope="row" w={190} style={{ verticalAlign: 'top' }}>
                  <Code>{names[column] ?? column}</Code>
                </Table.Th>
                <Table.Td>{t(`import.column.${column}`)}</Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
      <Text size="sm" c="dimmed">
        {t('import.example')}
      </Text>
      <Code block tabIndex={0}>
        {'prompt,answer,choice_a,choice_b,choice_c,kind,points\n'}
        {'What is the capital of Peru?,B,Quito,Lima,Bogotá,single_choice,1\n'}
        {'Water boils at 100 °C at sea level.,TRUE,,,,true_false,1'}
      </Code>
    </Stack>
  );
}
