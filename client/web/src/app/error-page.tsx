import { Button, Container, Group, Stack, Text, Title } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { isRouteErrorResponse, Link, useRouteError } from 'react-router';
import { usePageHeading } from '../ui/page.tsx';

interface MessagePageProps {
  readonly title: string;
  readonly body: string;
  readonly withReload?: boolean;
}

function MessagePage({ title, body, withReload = false }: MessagePageProps) {
  const { t } = useTranslation();
  const heading = usePageHeading(title);
  return (
    <Container size={560} py={96} px="md">
      <Stack gap="md" align="flex-start">
        <Title order={1} ref={heading} tabIndex={-1}>
          {title}
        </Title>
        <Text c="dimmed">{body}</Text>
        <Group mt="sm">
          {withReload ? <Button onClick={() => location.reload()}>{t('common.reload')}</Button> : null}
          <Button component={Link} to="/" variant={withReload ? 'default' : 'filled'}>
            {t('common.toHome')}
          </Button>
        </Group>
      </Stack>
    </Container>
  );
}

/** There is nothing at this address, or nothing the viewer may see. */
export function NotFoundPage() {
  const { t } = useTranslation();
  return <MessagePage title={t('common.notFoundTitle')} body={t('common.notFoundBody')} />;
}

/** A page broke while it was fetched or drawn. */
export function ErrorPage() {
  const { t } = useTranslation();
  const error = useRouteError();
  if (isRouteErrorResponse(error) && error.status === 404) return <NotFoundPage />;
  return <MessagePage title={t('common.brokenTitle')} body={t('common.brokenBody')} withReload />;
}
