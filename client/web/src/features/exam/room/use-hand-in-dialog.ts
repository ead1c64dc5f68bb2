import { useDisclosure } from '@mantine/hooks';

/** Whether the dialog before handing in is open; opening it begins anew. */
export function useHandInDialog(onOpen: () => void) {
  const [isOpen, dialog] = useDisclosure(false);
  return {
    isOpen,
    close: dialog.close,
    open: () => {
      onOpen();
      dialog.open();
    },
  };
}
