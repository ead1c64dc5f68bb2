import { SimpleGrid, Skeleton } from '@mantine/core';
import { useTranslation } from 'react-i18next';

/** Grey cards where courses will be. */
export function CardGridLoading() {
  const { t } = useTranslation();
  return (
    <SimpleGrid cols={{ base: 1, xs: 2, md: 3 }} spacing="lg" role="status" aria-label={t('common.loading')}>
      {['a', 'b', 'c'].map((card) => (
        <Skeleton key={card} height={264} radius="lg" />
      ))}
    </SimpleGrid>
  );
}
