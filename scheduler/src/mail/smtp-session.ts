import { Readable } from 'node:stream';
import SMTPConnection from 'nodemailer/lib/smtp-connection';
import type { MailOutcome } from './mail-sender.ts';
import { failureAfterBegin, failureBeforeBegin } from './smtp-failure.ts';
import type { Mail } from './write-mail.ts';

export type SmtpSession = {
  /** One message at a time. After anything but SENT the session is over. */
  send(mail: Mail, begin: () => Promise<boolean>): Promise<MailOutcome>;
  close(): void;
};

const connectTimeoutMs = 10_000;
/** A server may think long after the last dot (RFC 5321, 4.5.3.2.6, allows ten minutes). */
const answerTimeoutMs = 120_000;

/** Connects and signs in, if the address has a user; rejects when the server does not let us. */
export async function openSmtpSession(smtpUrl: string): Promise<SmtpSession> {
  const url = new URL(smtpUrl);
  const connection = new SMTPConnection({
    host: url.hostname,
    port: url.port === '' ? undefined : Number(url.port),
    secure: url.protocol === 'smtps:',
    connectionTimeout: connectTimeoutMs,
    greetingTimeout: connectTimeoutMs,
    socketTimeout: answerTimeoutMs,
    socketCloseTimeout: 1_000,
  });
  // Later failures are seen by whoever is sending; without a listener an idle one would end the process.
  connection.on('error', () => undefined);
  try {
    await connected(connection);
    if (url.username !== '') {
      const user = decodeURIComponent(url.username);
      await signedIn(connection, { user, pass: decodeURIComponent(url.password) });
    }
  } catch (error) {
    connection.close();
    throw error;
  }
  return {
    send: (mail, begin) => sendMail(connection, mail, begin),
    close: () => connection.close(),
  };
}

async function connected(connection: SMTPConnection): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  connection.once('error', reject);
  connection.once('end', () => reject(new Error('the mail server hung up')));
  connection.connect((error) => (error ? reject(error) : resolve()));
  await promise;
}

async function signedIn(connection: SMTPConnection, auth: { user: string; pass: string }): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  connection.once('end', () => reject(new Error('the mail server hung up')));
  connection.login(auth, (error) => (error ? reject(error) : resolve()));
  await promise;
}

/**
 * The message is a stream that nodemailer first reads from when the server has answered DATA with 354. Only then
 * `begin` is asked, and only on its yes does the first byte go out. On a no, or when it fails, the connection is cut:
 * a server takes nothing without the final dot.
 */
async function sendMail(connection: SMTPConnection, mail: Mail, begin: () => Promise<boolean>): Promise<MailOutcome> {
  const { promise, resolve } = Promise.withResolvers<MailOutcome>();
  let stage: 'ENVELOPE' | 'ASKING' | 'BEGUN' = 'ENVELOPE';
  const fail = (error: unknown) => {
    // Whether it may be begun is still being asked; the answer decides what this failure means.
    if (stage === 'ASKING') return;
    resolve(stage === 'BEGUN' ? failureAfterBegin(error) : failureBeforeBegin(error));
    connection.close();
  };
  const body = new Readable({
    read() {
      if (stage !== 'ENVELOPE') return;
      stage = 'ASKING';
      begin().then(
        (isOurs) => {
          stage = 'BEGUN';
          if (!isOurs) {
            resolve({ outcome: 'NOT_BEGUN' });
            connection.close();
          } else if (this.destroyed) fail(new Error('the connection was lost before the message went out'));
          else {
            this.push(mail.bytes);
            this.push(null);
          }
        },
        (error: unknown) => {
          resolve({ outcome: 'UNCERTAIN', reason: `whether it may be sent could not be asked: ${String(error)}` });
          connection.close();
        },
      );
    },
  });
  const hungUp = () => {
    body.destroy();
    fail(new Error('the mail server hung up'));
  };
  connection.on('error', fail);
  connection.on('end', hungUp);
  connection.send({ from: mail.from, to: [mail.to], size: mail.bytes.length }, body, (error) => {
    if (error) fail(error);
    else resolve({ outcome: 'SENT' });
  });
  try {
    return await promise;
  } finally {
    connection.removeListener('error', fail);
    connection.removeListener('end', hungUp);
  }
}
