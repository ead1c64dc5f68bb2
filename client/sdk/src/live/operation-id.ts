/**
 * The first free small number, as text. Clients that open the same page so name their subscriptions alike, and the
 * gateway can send all of them the very same frame.
 */
export function freeOperationId(isTaken: (id: string) => boolean): string {
  let number = 1;
  while (isTaken(String(number))) number += 1;
  return String(number);
}
