import { type ApiKeyEntryFragment, ApiKeysDocument, CreateApiKeyDocument, RevokeApiKeyDocument } from '@lectern/sdk';
import { Alert, Button, Code, CopyButton, Group, Modal, Select, Stack, Table, Text, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useDisclosure } from '@mantine/hooks';
import { IconCheck, IconCopy, IconKey, IconPlus } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Loaded } from '../../graph/loaded.tsx';
import { useGraphMutation, useGraphQuery } from '../../graph/use-graph.ts';
import { useFormat } from '../../i18n/format.ts';
import { useConfirm } from '../../ui/confirm.tsx';
import { Section } from '../../ui/section.tsx';
import { EmptyBlock } from '../../ui/states.tsx';

const dayMs = 86_400_000;

function NewKeyForm({
  onMade,
  onCancel,
}: {
  readonly onMade: (secret: string) => void;
  readonly onCancel: () => void;
}) {
  const { t } = useTranslation();
  const create = useGraphMutation(CreateApiKeyDocument, { onDone: (data) => onMade(data.createApiKey.secret) });
  const form = useForm({
    initialValues: { name: '', days: '90' },
    validate: { name: (value) => (value.trim() ? null : t('common.required')) },
  });
  const send = form.onSubmit(({ name, days }) => {
    const expiresAt = days === '0' ? null : new Date(Date.now() + Number(days) * dayMs).toISOString();
    create.mutate({ input: { name: name.trim(), expiresAt } });
  });
  return (
    <form onSubmit={send}>
      <Stack gap="md">
        <TextInput
          data-autofocus
          label={t('keys.name')}
          description={t('keys.nameHint')}
          maxLength={80}
          {...form.getInputProps('name')}
        />
        <Select
          label={t('keys.lifetime')}
          allowDeselect={false}
          data={['30', '90', '365', '0'].map((value) => ({
            value,
            label: value === '0' ? t('keys.forever') : t('keys.days', { count: Number(value) }),
          }))}
          {...form.getInputProps('days')}
        />
        <Group justify="flex-end">
          <Button variant="default" onClick={onCancel}>
            {t('common.cancel')}
          </Button>
          <Button type="submit" loading={create.isPending}>
            {t('keys.create')}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

function Secret({ secret }: { readonly secret: string }) {
  const { t } = useTranslation();
  return (
    <Stack gap="md">
      <Alert color="orange" icon={<IconKey aria-hidden />}>
        {t('keys.secretHint')}
      </Alert>
      <Code block style={{ overflowWrap: 'anywhere', whiteSpace: 'pre-wrap' }}>
        {secret}
      </Code>
      <CopyButton value={secret}>
        {({ copied, copy }) => (
          <Button
            onClick={copy}
            leftSection={copied ? <IconCheck size={17} aria-hidden /> : <IconCopy size={17} aria-hidden />}
          >
            {copied ? t('common.copied') : t('common.copy')}
          </Button>
        )}
      </CopyButton>
    </Stack>
  );
}

function KeyTable({ keys }: { readonly keys: readonly ApiKeyEntryFragment[] }) {
  const { t } = useTranslation();
  const format = useFormat();
  const confirm = useConfirm();
  const revoke = useGraphMutation(RevokeApiKeyDocument, { done: t('keys.revoked') });
  const ask = async (key: ApiKeyEntryFragment) => {
    const sure = await confirm({
      title: t('keys.revokeTitle'),
      body: t('keys.revokeBody', { name: key.name }),
      confirm: t('keys.revoke'),
      isDangerous: true,
    });
    if (sure) revoke.mutate({ input: { apiKeyId: key.id } });
  };
  return (
    <Table.ScrollContainer minWidth={560}>
      <Table aria-label={t('keys.title')}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t('keys.name')}</Table.Th>
            <Table.Th>{t('keys.start')}</Table.Th>
            <Table.Th>{t('keys.expires')}</Table.Th>
            <Table.Th>{t('keys.used')}</Table.Th>
            <Table.Th>
              <span className="lectern-hidden">{t('common.actions')}</span>
            </Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {keys.map((key) => (
            <Table.Tr key={key.id}>
              <Table.Td>{key.name}</Table.Td>
              <Table.Td>
                <Code>{key.start}…</Code>
              </Table.Td>
              <Table.Td>{key.expiresAt ? format.date(key.expiresAt) : t('keys.forever')}</Table.Td>
              <Table.Td>{key.lastUsedAt ? format.dateTime(key.lastUsedAt) : t('keys.never')}</Table.Td>
              <Table.Td ta="right">
                <Button
                  size="xs"
                  variant="default"
                  aria-label={`${t('keys.revoke')}: ${key.name}`}
                  onClick={() => void ask(key)}
                >
                  {t('keys.revoke')}
                </Button>
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}

/** The viewer's keys for programs: made here, shown once, revoked at any time. */
export function ApiKeys() {
  const { t } = useTranslation();
  const keys = useGraphQuery(ApiKeysDocument, {});
  const [isOpen, dialog] = useDisclosure(false);
  const [secret, setSecret] = useState<string | null>(null);
  const close = () => {
    dialog.close();
    setSecret(null);
  };
  return (
    <Section
      title={t('keys.title')}
      description={t('keys.hint')}
      actions={
        <Button variant="default" onClick={dialog.open} leftSection={<IconPlus size={17} aria-hidden />}>
          {t('keys.new')}
        </Button>
      }
    >
      <Loaded query={keys}>
        {({ apiKeys }) =>
          apiKeys.length === 0 ? (
            <EmptyBlock icon={IconKey} title={t('keys.none')}>
              {t('keys.noneHint')}
            </EmptyBlock>
          ) : (
            <KeyTable keys={apiKeys} />
          )
        }
      </Loaded>
      <Modal
        opened={isOpen}
        onClose={close}
        title={t('keys.new')}
        closeButtonProps={{ 'aria-label': t('common.close') }}
      >
        {secret ? <Secret secret={secret} /> : <NewKeyForm onMade={setSecret} onCancel={close} />}
        {secret ? (
          <Text mt="md" ta="right">
            <Button variant="default" onClick={close}>
              {t('common.done')}
            </Button>
          </Text>
        ) : null}
      </Modal>
    </Section>
  );
}
