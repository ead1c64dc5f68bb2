import { failureBeforeBegin } from './smtp-failure.ts';
import { openSmtpSession, type SmtpSession } from './smtp-session.ts';
import type { Mail } from './write-mail.ts';

export type MailOutcome =
  | { readonly outcome: 'SENT' }
  /** `begin` said no: somebody else has it. Nothing went out. */
  | { readonly outcome: 'NOT_BEGUN' }
  /** The server refused this mail for good. */
  | { readonly outcome: 'REFUSED'; readonly reason: string }
  /** This mail did not go out, and may be tried again later. */
  | { readonly outcome: 'DEFERRED'; readonly reason: string }
  /** No mail can be sent at the moment. Nothing went out. */
  | { readonly outcome: 'UNREACHABLE'; readonly reason: string }
  /** It may have been taken, and may not: it must not be sent again. */
  | { readonly outcome: 'UNCERTAIN'; readonly reason: string };

export type MailSender = AsyncDisposable & {
  send(mail: Mail, steps: SendSteps): Promise<MailOutcome>;
};

export type SendSteps = {
  /** Asked when the server is ready to take the message; only on its yes the message goes out. */
  begin(): Promise<boolean>;
  /** Called right before the final dot goes out; without it the server takes nothing. */
  sending(): void;
};

/** An idle connection is kept so long for the next batch. */
const idleMs = 5_000;

/** Sends mails over a few connections, which are opened when needed and kept for a while. */
export function createMailSender(smtpUrl: string, connectionsMax: number): MailSender {
  const idle: { session: SmtpSession; timer: NodeJS.Timeout }[] = [];
  const waiting: (() => void)[] = [];
  let free = connectionsMax;

  async function send(mail: Mail, steps: SendSteps): Promise<MailOutcome> {
    await takeTurn();
    try {
      const session = reuse() ?? (await openSmtpSession(smtpUrl));
      const outcome = await session.send(mail, steps);
      if (outcome.outcome === 'SENT') keep(session);
      else session.close();
      return outcome;
    } catch (error) {
      return failureBeforeBegin(error);
    } finally {
      passTurn();
    }
  }

  async function takeTurn(): Promise<void> {
    if (free > 0) {
      free -= 1;
      return;
    }
    await new Promise<void>((resolve) => waiting.push(resolve));
  }
  function passTurn(): void {
    const next = waiting.shift();
    if (next) next();
    else free += 1;
  }
  function reuse(): SmtpSession | undefined {
    const kept = idle.pop();
    if (kept) clearTimeout(kept.timer);
    return kept?.session;
  }
  function keep(session: SmtpSession): void {
    const timer = setTimeout(() => {
      idle.splice(
        idle.findIndex((kept) => kept.session === session),
        1,
      );
      session.close();
    }, idleMs);
    idle.push({ session, timer });
  }

  return {
    send,
    async [Symbol.asyncDispose]() {
      for (let session = reuse(); session; session = reuse()) session.close();
    },
  };
}
