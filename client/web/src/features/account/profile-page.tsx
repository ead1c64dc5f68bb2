import { UpdateProfileDocument } from '@lectern/sdk';
import { Badge, Button, Group, Select, SimpleGrid, Stack, Text, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useTranslation } from 'react-i18next';
import { useSession, type Viewer } from '../../graph/session.tsx';
import { useGraphMutation } from '../../graph/use-graph.ts';
import { useFormat } from '../../i18n/format.ts';
import { chooseLanguage, isLanguage, languages } from '../../i18n/language.ts';
import { Page } from '../../ui/page.tsx';
import { Section } from '../../ui/section.tsx';
import { ApiKeys } from './api-keys.tsx';
import { PasswordForm } from './password-form.tsx';

function ProfileForm({ viewer }: { readonly viewer: Viewer }) {
  const { t, i18n } = useTranslation();
  const save = useGraphMutation(UpdateProfileDocument, {
    done: t('profile.saved'),
    changesViewer: true,
    onDone: ({ updateProfile }) => {
      if (isLanguage(updateProfile.user.locale)) void chooseLanguage(updateProfile.user.locale);
    },
  });
  const form = useForm({
    initialValues: { name: viewer.name, locale: isLanguage(viewer.locale) ? viewer.locale : i18n.language },
    validate: { name: (value) => (value.trim() ? null : t('common.required')) },
  });
  const send = form.onSubmit(({ name, locale }) => save.mutate({ input: { name: name.trim(), locale } }));
  return (
    <form onSubmit={send} aria-label={t('profile.yourDetails')}>
      <Stack gap="md" maw={440}>
        <TextInput label={t('profile.name')} autoComplete="name" maxLength={120} {...form.getInputProps('name')} />
        <Select
          label={t('profile.language')}
          description={t('profile.languageHint')}
          data={Object.entries(languages).map(([value, label]) => ({ value, label }))}
          allowDeselect={false}
          {...form.getInputProps('locale')}
        />
        <Group>
          <Button type="submit" loading={save.isPending} disabled={!form.isDirty()}>
            {t('common.save')}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

/** The viewer's own account: name, language, API keys. */
export function Component() {
  const { t } = useTranslation();
  const format = useFormat();
  const { viewer } = useSession();
  if (!viewer) return null;
  return (
    <Page title={t('profile.title')} width={860}>
      <Section title={t('profile.yourDetails')}>
        <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="xl">
          <ProfileForm key={`${viewer.name} ${viewer.locale}`} viewer={viewer} />
          <Stack gap="md">
            <div>
              <Text size="sm" c="dimmed">
                {t('signIn.email')}
              </Text>
              <Text style={{ overflowWrap: 'anywhere' }}>{viewer.email}</Text>
            </div>
            <div>
              <Text size="sm" c="dimmed" mb={4}>
                {t('profile.roles')}
              </Text>
              <Group gap={6}>
                {viewer.roles.map((role) => (
                  <Badge key={role}>{t(`roles.${role}`)}</Badge>
                ))}
              </Group>
            </div>
            <div>
              <Text size="sm" c="dimmed">
                {t('profile.since')}
              </Text>
              <Text>{format.date(viewer.createdAt)}</Text>
            </div>
          </Stack>
        </SimpleGrid>
      </Section>
      <PasswordForm />
      <ApiKeys />
    </Page>
  );
}
