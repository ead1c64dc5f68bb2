import { type IllustrationPartsFragment, UploadIllustrationDocument } from '@lectern/sdk';
import { Alert, Button, Group, Image, Modal, Stack, Textarea } from '@mantine/core';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useErrorText } from '../../../graph/error-text.ts';
import { useGraphMutation } from '../../../graph/use-graph.ts';
import { toBase64 } from '../../../ui/base64.ts';
import { FileDrop } from '../../../ui/file-drop.tsx';

const bytesMax = 2 * 1024 * 1024;
const mimeTypes = ['image/png', 'image/jpeg', 'image/webp', 'image/gif'];
const endings = ['.png', '.jpg', '.jpeg', '.webp', '.gif'];

export interface PictureDialogProps {
  readonly courseId: string;
  readonly isOpen: boolean;
  readonly onClose: () => void;
  readonly onDone: (illustration: IllustrationPartsFragment) => void;
}

/** The address of a chosen file, for as long as it is shown. */
function useFileUrl(file: File | null): string | null {
  const [url, setUrl] = useState<string | null>(null);
  useEffect(() => {
    if (!file) return undefined;
    const made = URL.createObjectURL(file);
    setUrl(made);
    return () => {
      URL.revokeObjectURL(made);
      setUrl(null);
    };
  }, [file]);
  return url;
}

function useUpload({ courseId, onDone }: Pick<PictureDialogProps, 'courseId' | 'onDone'>) {
  const [readError, setReadError] = useState<unknown>(null);
  const upload = useGraphMutation(UploadIllustrationDocument, { showsFailure: true });
  const send = async (file: File, alt: string) => {
    setReadError(null);
    try {
      const contentBase64 = await toBase64(file);
      const { uploadIllustration } = await upload.mutateAsync({ input: { courseId, contentBase64, alt } });
      // The same picture may have been stored before, with other words.
      onDone({ ...uploadIllustration.illustration, alt });
    } catch (error) {
      setReadError(error);
    }
  };
  return { send, error: readError, isBusy: upload.isPending };
}

function PictureForm({ courseId, onClose, onDone }: Omit<PictureDialogProps, 'isOpen'>) {
  const { t } = useTranslation();
  const errorText = useErrorText();
  const [file, setFile] = useState<File | null>(null);
  const [alt, setAlt] = useState('');
  const [isAsked, setAsked] = useState(false);
  const { send, error, isBusy } = useUpload({ courseId, onDone });
  const url = useFileUrl(file);
  const isDescribed = alt.trim() !== '';
  const use = () => {
    setAsked(true);
    if (file && isDescribed) void send(file, alt.trim());
  };
  return (
    <Stack gap="md">
      {url ? (
        <Image src={url} alt="" mah={260} fit="contain" radius="md" bg="var(--lectern-soft)" />
      ) : (
        <FileDrop
          title={t('picture.drop')}
          hint={t('picture.dropHint')}
          endings={endings}
          mimeTypes={mimeTypes}
          bytesMax={bytesMax}
          rejected={t('picture.rejected')}
          onFile={setFile}
        />
      )}
      {error ? (
        <Alert color="red" role="alert">
          {errorText(error)}
        </Alert>
      ) : null}
      <Textarea
        label={t('picture.alt')}
        description={t('picture.altHint')}
        required
        autosize
        minRows={2}
        maxRows={6}
        maxLength={500}
        value={alt}
        error={isAsked && !isDescribed ? t('questions.problems.noAlt') : null}
        onChange={(event) => setAlt(event.currentTarget.value)}
      />
      <Group justify="flex-end">
        <Button variant="default" onClick={file ? () => setFile(null) : onClose}>
          {file ? t('picture.other') : t('common.cancel')}
        </Button>
        <Button disabled={!file} loading={isBusy} onClick={use}>
          {t('picture.use')}
        </Button>
      </Group>
    </Stack>
  );
}

/** Takes a picture from the device, with what it shows for those who cannot see it. */
export function PictureDialog({ isOpen, ...props }: PictureDialogProps) {
  const { t } = useTranslation();
  return (
    <Modal
      opened={isOpen}
      onClose={props.onClose}
      title={t('picture.add')}
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
      <PictureForm {...props} />
    </Modal>
  );
}
