import { ExportExamResultsDocument } from '@lectern/sdk';
import { Button } from '@mantine/core';
import { IconDownload } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useSdk } from '../../graph/sdk.tsx';
import { useGraphMutation } from '../../graph/use-graph.ts';
import { saveFile } from '../../ui/save-file.ts';
import { sayFailed } from '../../ui/toast.ts';

/** Saves the results of an exam as a CSV file. */
export function ExportButton({ examId }: { readonly examId: string }) {
  const { t } = useTranslation();
  const sdk = useSdk();
  const prepare = useGraphMutation(ExportExamResultsDocument, {
    onDone: async ({ exportExamResults: { file } }) => {
      const response = await fetch(new URL(file.url, location.origin), { headers: { ...(await sdk.authHeaders()) } });
      if (response.ok) saveFile(await response.blob(), file.fileName);
      else sayFailed(t('results.exportFailed'));
    },
  });
  return (
    <Button
      variant="default"
      leftSection={<IconDownload size={17} aria-hidden />}
      loading={prepare.isPending}
      onClick={() => prepare.mutate({ input: { examId } })}
    >
      {t('results.export')}
    </Button>
  );
}
