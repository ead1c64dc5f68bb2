import { CreateUsersDocument, type Role } from '@lectern/sdk';
import { Alert, Button, Group, Modal, MultiSelect, PasswordInput, Select, Stack, Text, Textarea } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { useErrorText } from '../../graph/error-text.ts';
import { useGraphMutation } from '../../graph/use-graph.ts';
import { languages } from '../../i18n/language.ts';
import { readClassList } from './class-list.ts';

const givenRoles = ['INSTRUCTOR', 'PROCTOR', 'ADMIN'] as const satisfies readonly Role[];

function CreateUsersForm({ onClose }: { readonly onClose: () => void }) {
  const { t, i18n } = useTranslation();
  const errorText = useErrorText();
  const create = useGraphMutation(CreateUsersDocument, {
    done: t('users.created'),
    onDone: onClose,
    showsFailure: true,
  });
  const form = useForm<{ list: string; password: string; roles: string[]; locale: string }>({
    initialValues: { list: '', password: '', roles: [], locale: i18n.language },
    validate: {
      password: (value) => (value === '' || value.length >= 10 ? null : t('users.passwordShort')),
    },
  });
  const { people, badLines } = useMemo(() => readClassList(form.values.list), [form.values.list]);
  const send = form.onSubmit(({ password, roles, locale }) =>
    create.mutate({
      input: {
        users: people.map((person) => ({
          ...person,
          roles: givenRoles.filter((role) => roles.includes(role)),
          locale,
          ...(password ? { password } : {}),
        })),
      },
    }),
  );
  return (
    <form onSubmit={send}>
      <Stack gap="md">
        {create.error ? (
          <Alert color="red" role="alert">
            {errorText(create.error)}
          </Alert>
        ) : null}
        <Textarea
          data-autofocus
          autosize
          minRows={4}
          maxRows={10}
          label={t('users.list')}
          description={t('users.listHint')}
          placeholder={'Siti Rahma, siti@example.com'}
          {...form.getInputProps('list')}
        />
        <Text size="sm" c={badLines.length > 0 ? 'var(--mantine-color-error)' : 'dimmed'} role="status">
          {badLines.length > 0
            ? t('users.badLines', { lines: badLines.join(', ') })
            : t('users.listed', { count: people.length })}
        </Text>
        <PasswordInput
          label={t('users.password')}
          description={t('users.passwordHint')}
          autoComplete="new-password"
          visibilityToggleButtonProps={{ 'aria-label': t('signIn.showPassword') }}
          {...form.getInputProps('password')}
        />
        <MultiSelect
          label={t('users.roles')}
          description={t('users.rolesHint')}
          data={givenRoles.map((value) => ({ value, label: t(`roles.${value}`) }))}
          {...form.getInputProps('roles')}
        />
        <Select
          label={t('profile.language')}
          allowDeselect={false}
          data={Object.entries(languages).map(([value, label]) => ({ value, label }))}
          {...form.getInputProps('locale')}
        />
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            {t('common.cancel')}
          </Button>
          <Button type="submit" loading={create.isPending} disabled={people.length === 0 || badLines.length > 0}>
            {t('users.createCount', { count: people.length })}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

/** Makes accounts, one or a class list. */
export function CreateUsersDialog({ isOpen, onClose }: { readonly isOpen: boolean; readonly onClose: () => void }) {
  const { t } = useTranslation();
  return (
    <Modal
      opened={isOpen}
      onClose={onClose}
      size="lg"
      title={t('users.create')}
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
      <CreateUsersForm onClose={onClose} />
    </Modal>
  );
}
