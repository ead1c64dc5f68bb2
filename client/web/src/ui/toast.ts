import { notifications } from '@mantine/notifications';
import i18next from 'i18next';

const look = () => ({ withBorder: true, closeButtonProps: { 'aria-label': i18next.t('common.close') } });

/** Says in passing that something worked. */
export function sayDone(message: string): void {
  notifications.show({ message, color: 'teal', autoClose: 4000, ...look() });
}

/** Says in passing that something failed; stays until closed. */
export function sayFailed(message: string): void {
  notifications.show({ message, color: 'red', autoClose: 12_000, ...look() });
}
