import {
  type ManagedAccountFragment,
  ManagedUsersDocument,
  type Role,
  SetUserRolesDocument,
  SetUserSuspendedDocument,
} from '@lectern/sdk';
import { Badge, Button, Group, Menu, Select, Stack, Table, Text, TextInput } from '@mantine/core';
import { useDebouncedValue, useDisclosure } from '@mantine/hooks';
import { IconBan, IconCheck, IconDots, IconPlus, IconSearch, IconUsers } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Loaded } from '../../graph/loaded.tsx';
import { useSession } from '../../graph/session.tsx';
import { useGraphMutation, useGraphPages } from '../../graph/use-graph.ts';
import { useFormat } from '../../i18n/format.ts';
import { useConfirm } from '../../ui/confirm.tsx';
import { Page } from '../../ui/page.tsx';
import { Surface } from '../../ui/section.tsx';
import { EmptyBlock } from '../../ui/states.tsx';
import { CreateUsersDialog } from './create-users-dialog.tsx';

const givenRoles = ['INSTRUCTOR', 'PROCTOR', 'ADMIN'] as const satisfies readonly Role[];

function UserMenu({ user }: { readonly user: ManagedAccountFragment }) {
  const { t } = useTranslation();
  const { viewer } = useSession();
  const confirm = useConfirm();
  const setRoles = useGraphMutation(SetUserRolesDocument, { done: t('users.rolesSaved'), changesViewer: true });
  const suspend = useGraphMutation(SetUserSuspendedDocument, { done: t('users.suspendedSaved') });
  const roles = user.roles ?? [];
  const isSelf = viewer?.id === user.id;
  const toggle = (role: Role) =>
    setRoles.mutate({
      input: {
        userId: user.id,
        roles: roles.includes(role) ? roles.filter((held) => held !== role) : [...roles, role],
      },
    });
  const ask = async () => {
    const isSuspended = !user.isSuspended;
    const sure =
      !isSuspended ||
      (await confirm({
        title: t('users.suspendTitle'),
        body: t('users.suspendBody', { name: user.name }),
        confirm: t('users.suspend'),
        isDangerous: true,
      }));
    if (sure) suspend.mutate({ input: { userId: user.id, isSuspended } });
  };
  return (
    <Menu width={230} position="bottom-end" withinPortal>
      <Menu.Target>
        <Button size="xs" variant="default" aria-label={t('users.manage', { name: user.name })} px={8}>
          <IconDots size={18} aria-hidden />
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>{t('users.roles')}</Menu.Label>
        {givenRoles.map((role) => (
          <Menu.Item
            key={role}
            onClick={() => toggle(role)}
            leftSection={<IconCheck size={16} aria-hidden style={{ opacity: roles.includes(role) ? 1 : 0 }} />}
          >
            {t(roles.includes(role) ? 'users.takeRole' : 'users.giveRole', { role: t(`roles.${role}`) })}
          </Menu.Item>
        ))}
        <Menu.Divider />
        <Menu.Item
          color={user.isSuspended ? 'ink' : 'red'}
          disabled={isSelf}
          leftSection={<IconBan size={16} aria-hidden />}
          onClick={() => void ask()}
        >
          {t(user.isSuspended ? 'users.restore' : 'users.suspend')}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}

function UserTable({ users }: { readonly users: readonly ManagedAccountFragment[] }) {
  const { t } = useTranslation();
  const format = useFormat();
  return (
    <Table.ScrollContainer minWidth={340}>
      <Table aria-label={t('users.title')}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t('users.person')}</Table.Th>
            <Table.Th>{t('users.roles')}</Table.Th>
            <Table.Th visibleFrom="sm">{t('users.since')}</Table.Th>
            <Table.Th>
              <span className="lectern-hidden">{t('common.actions')}</span>
            </Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {users.map((user) => (
            <Table.Tr key={user.id}>
              <Table.Td>
                <Text fw={550}>{user.name}</Text>
                <Text size="sm" c="dimmed">
                  {user.email}
                </Text>
              </Table.Td>
              <Table.Td>
                <Group gap={6}>
                  {(user.roles ?? []).map((role) => (
                    <Badge key={role} color={role === 'LEARNER' ? 'gray' : 'ink'}>
                      {t(`roles.${role}`)}
                    </Badge>
                  ))}
                  {user.isSuspended ? <Badge color="red">{t('users.isSuspended')}</Badge> : null}
                </Group>
              </Table.Td>
              <Table.Td visibleFrom="sm">{format.date(user.createdAt)}</Table.Td>
              <Table.Td ta="right">
                <UserMenu user={user} />
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}

/** Accounts: search, make, roles, suspend. For admins. */
export function Component() {
  const { t } = useTranslation();
  const [search, setSearch] = useState('');
  const [role, setRole] = useState<Role | null>(null);
  const [wanted] = useDebouncedValue(search.trim(), 300);
  const [isOpen, dialog] = useDisclosure(false);
  const users = useGraphPages(ManagedUsersDocument, { first: 25, search: wanted || null, role }, (data) => data.users);
  return (
    <Page
      title={t('users.title')}
      description={t('users.hint')}
      actions={
        <Button onClick={dialog.open} leftSection={<IconPlus size={17} aria-hidden />}>
          {t('users.create')}
        </Button>
      }
    >
      <Stack gap="md">
        <Group component="search" align="flex-end">
          <TextInput
            type="search"
            flex="1 1 240px"
            maw={420}
            label={t('users.search')}
            leftSection={<IconSearch size={17} aria-hidden />}
            value={search}
            onChange={(event) => setSearch(event.currentTarget.value)}
          />
          <Select
            label={t('users.role')}
            placeholder={t('users.allRoles')}
            clearable
            clearButtonProps={{ 'aria-label': t('common.clear') }}
            data={[...givenRoles].map((value) => ({ value, label: t(`roles.${value}`) }))}
            value={role}
            onChange={(value) => setRole(givenRoles.find((known) => known === value) ?? null)}
          />
        </Group>
        <Text size="sm" c="dimmed" role="status">
          {users.query.data ? t('users.found', { count: users.totalCount }) : ''}
        </Text>
        <Surface p={0} style={{ border: '1px solid var(--lectern-line)', overflow: 'hidden' }}>
          <Loaded query={users.query}>
            {() =>
              users.nodes.length === 0 ? (
                <EmptyBlock icon={IconUsers} title={t('users.noneFound')} />
              ) : (
                <UserTable users={users.nodes} />
              )
            }
          </Loaded>
        </Surface>
        {users.hasMore ? (
          <Button variant="default" mx="auto" onClick={users.loadMore} loading={users.isLoadingMore}>
            {t('common.more')}
          </Button>
        ) : null}
      </Stack>
      <CreateUsersDialog isOpen={isOpen} onClose={dialog.close} />
    </Page>
  );
}
