import MailComposer from 'nodemailer/lib/mail-composer';

/** A message as it goes over the wire, and its envelope. */
export type Mail = { readonly from: string; readonly to: string; readonly bytes: Buffer };

export type MailParts = {
  /** As in the header: an address, or a name with an address in angle brackets. */
  readonly from: string;
  readonly to: { readonly name: string; readonly address: string };
  /** With angle brackets. The same for every try, so that mailboxes can tell. */
  readonly messageId: string;
  readonly date: Date;
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  /** BCP 47 */
  readonly language: string;
  /** An iCalendar object with METHOD PUBLISH. */
  readonly calendar: string;
  readonly calendarFileName: string;
};

export async function writeMail(parts: MailParts): Promise<Mail> {
  const composer = new MailComposer({
    from: parts.from,
    to: { name: parts.to.name, address: parts.to.address },
    messageId: parts.messageId,
    date: parts.date,
    subject: parts.subject,
    text: parts.text,
    html: parts.html,
    icalEvent: { method: 'PUBLISH', filename: parts.calendarFileName, content: parts.calendar },
    headers: { 'Content-Language': parts.language, 'Auto-Submitted': 'auto-generated' },
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  const bytes = await composer.compile().build();
  return { from: addressOf(parts.from), to: parts.to.address, bytes };
}

/** The bare address of a header value. */
export function addressOf(sender: string): string {
  return /<([^<>]+)>\s*$/.exec(sender)?.[1] ?? sender.trim();
}
