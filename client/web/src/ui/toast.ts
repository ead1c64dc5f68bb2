import { notifications } from '@mantine/notifications';

/** Says in passing that something worked. */
export function sayDone(message: string): void {
  notifications.show({ message, color: 'teal', autoClose: 4000, withBorder: true });
}

/** Says in passing that something failed; stays until closed. */
export function sayFailed(message: string): void {
  notifications.show({ message, color: 'red', autoClose: 12_000, withBorder: true });
}
