import type { IllustrationPartsFragment } from '@lectern/sdk';
import { ActionIcon, Group, Textarea } from '@mantine/core';
import { IconPhotoOff } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import classes from './picture-field.module.css';

export interface PictureFieldProps {
  readonly value: IllustrationPartsFragment;
  /** What the picture belongs to, for the names of the controls. */
  readonly name: string;
  readonly error?: string | null;
  readonly onChange: (value: IllustrationPartsFragment | null) => void;
}

/** A picture that is chosen: what it shows can be put in other words, and it can be taken away. */
export function PictureField({ value, name, error = null, onChange }: PictureFieldProps) {
  const { t } = useTranslation();
  return (
    <Group gap="sm" wrap="nowrap" align="flex-start">
      <img src={value.url} alt="" className={classes.thumb} width={value.width} height={value.height} />
      <Textarea
        flex={1}
        size="sm"
        autosize
        minRows={1}
        maxRows={4}
        maxLength={500}
        aria-label={t('picture.altOf', { name })}
        placeholder={t('picture.alt')}
        value={value.alt}
        error={error}
        onChange={(event) => onChange({ ...value, alt: event.currentTarget.value })}
      />
      <ActionIcon
        variant="subtle"
        color="gray"
        c="dimmed"
        size={34}
        aria-label={t('picture.removeOf', { name })}
        onClick={() => onChange(null)}
      >
        <IconPhotoOff size={18} aria-hidden />
      </ActionIcon>
    </Group>
  );
}
