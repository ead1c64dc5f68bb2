import { Readable } from 'node:stream';
import SMTPConnection from 'nodemailer/lib/smtp-connection';
import type { MailOutcome, SendSteps } from './mail-sender.ts';
import { failureAfterBegin, failureBeforeBegin } from './smtp-failure.ts';
import type { Mail } from './write-mail.ts';

export type SmtpSession = {
  /** One message at a time. After anything but SENT the session is over. */
  send(mail: Mail, steps: SendSteps): Promise<MailOutcome>;
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
    send: (mail, steps) => sendMail(connection, mail, steps),
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
async function sendMail(connection: SMTPConnection, mail: Mail, steps: SendSteps): Promise<MailOutcome> {
  const { promise, resolve } = Promise.withResolvers<MailOutcome>();
  let stage: 'ENVELOPE' | 'ASKING' | 'BEGUN' | 'SENDING' = 'ENVELOPE';
  const settle = (outcome: MailOutcome) => {
    resolve(outcome);
    connection.close();
  };
  const fail = (error: unknown) => {
    // Whether it may be begun is still being asked; the answer comes first.
    if (stage === 'ASKING') return;
    settle(stage === 'ENVELOPE' ? failureBeforeBegin(error) : failureAfterBegin(error));
  };
  async function askToBegin(body: Readable): Promise<void> {
    try {
      if (!(await steps.begin())) return settle({ outcome: 'NOT_BEGUN' });
    } catch (error) {
      return settle({ outcome: 'DEFERRED', reason: `whether it may be sent could not be asked: ${String(error)}` });
    }
    if (body.destroyed) return settle({ outcome: 'DEFERRED', reason: 'the connection was lost before the message' });
    stage = 'BEGUN';
    body.push(mail.bytes);
  }
  const body = new Readable({
    read() {
      if (stage === 'ENVELOPE') {
        stage = 'ASKING';
        void askToBegin(this);
      } else if (stage === 'BEGUN') {
        // The message is with the system; only the final dot is missing. Nothing may come between the note and it.
        stage = 'SENDING';
        steps.sending();
        this.push(null);
      }
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
