import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import PostalMime, { type Email } from 'postal-mime';
import { SMTPServer, type SMTPServerDataStream } from 'smtp-server';
import { waitFor } from './wait-for.ts';

/** One mail as the server took it: the envelope, the parsed message, and the source. */
export type ReceivedMail = {
  readonly from: string;
  readonly to: readonly string[];
  readonly message: Email;
  readonly source: string;
};

export type TestMailServer = AsyncDisposable & {
  readonly url: string;
  /** In order of arrival; grows. */
  readonly mails: readonly ReceivedMail[];
  /** All mails as soon as there are `count`. */
  waitForMail(count: number, timeoutMs?: number): Promise<readonly ReceivedMail[]>;
};

/** A real SMTP server on loopback that keeps what it is sent. */
export async function testMailServer(): Promise<TestMailServer> {
  const mails: ReceivedMail[] = [];
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    // How long a client may keep a server open that is being disposed.
    closeTimeout: 300,
    logger: false,
    onData(stream, session, done) {
      const { mailFrom, rcptTo } = session.envelope;
      receive(stream)
        .then(async (source) => {
          const message = await PostalMime.parse(source);
          const from = mailFrom === false ? '' : mailFrom.address;
          mails.push({ from, to: rcptTo.map(({ address }) => address), message, source });
          done();
        })
        .catch((error: unknown) => done(error instanceof Error ? error : new Error(String(error))));
    },
  });
  // A client that is killed in mid-sentence resets the connection; that is its test's business.
  server.on('error', () => undefined);
  const listener = server.listen(0, '127.0.0.1');
  await once(listener, 'listening');
  const { port } = listener.address() as AddressInfo;
  return {
    url: `smtp://127.0.0.1:${port}`,
    mails,
    waitForMail: (count, timeoutMs) =>
      waitFor(`${count} mails (got ${mails.length})`, () => mails.length >= count && mails, timeoutMs),
    [Symbol.asyncDispose]: () => new Promise((resolve) => server.close(() => resolve())),
  };
}

async function receive(stream: SMTPServerDataStream): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks).toString('utf8');
}
