import { readAddresses } from './product.ts';

/** A mail as the local mailbox's REST API shows it. */
export type Mail = {
  readonly id: string;
  readonly subject?: string;
  readonly text?: string;
  readonly to: readonly { readonly address: string }[];
  readonly attachments?: readonly { readonly generatedFileName: string; readonly contentType: string }[];
};

/** All mails so far. */
export async function listMails(): Promise<readonly Mail[]> {
  const response = await fetch(`${readAddresses().mailbox}/api/email`);
  if (!response.ok) throw new Error(`the mailbox answers ${response.status}`);
  return (await response.json()) as readonly Mail[];
}

/** The content of an attachment. */
export async function readAttachment(mail: Mail, fileName: string): Promise<string> {
  const path = `/api/email/${mail.id}/attachment/${encodeURIComponent(fileName)}`;
  const response = await fetch(`${readAddresses().mailbox}${path}`);
  if (!response.ok) throw new Error(`the mailbox answers ${response.status} for ${fileName}`);
  return response.text();
}

/** How many mails each of the addresses has got whose subject or text names `what`. */
export function countMails(
  mails: readonly Mail[],
  addresses: readonly string[],
  what: string,
): ReadonlyMap<string, number> {
  const counts = new Map(addresses.map((address) => [address, 0]));
  for (const { to, subject, text } of mails) {
    if (!subject?.includes(what) && !text?.includes(what)) continue;
    for (const { address } of to) {
      const before = counts.get(address);
      if (before !== undefined) counts.set(address, before + 1);
    }
  }
  return counts;
}
