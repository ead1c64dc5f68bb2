import type { MailOutcome } from './mail-sender.ts';

/** What a failure means while the server has not been given the message: what can be tried again is. */
export function failureBeforeBegin(error: unknown): MailOutcome {
  const { responseCode, command, code } = factsOf(error);
  const reason = sentenceOf(error);
  const isAboutThisMail = command === 'RCPT TO' || command === 'DATA' || code === 'EMESSAGE';
  if (!isAboutThisMail) return { outcome: 'UNREACHABLE', reason };
  const isForGood = code === 'EMESSAGE' || (responseCode !== undefined && responseCode >= 500);
  return { outcome: isForGood ? 'REFUSED' : 'DEFERRED', reason };
}

/** What it means afterwards: an answer says that it was not taken; without one nobody can know. */
export function failureAfterBegin(error: unknown): MailOutcome {
  const { responseCode } = factsOf(error);
  const reason = sentenceOf(error);
  if (responseCode === undefined) return { outcome: 'UNCERTAIN', reason };
  return { outcome: responseCode >= 500 ? 'REFUSED' : 'DEFERRED', reason };
}

type Facts = {
  readonly responseCode: number | undefined;
  readonly command: string | undefined;
  readonly code: string | undefined;
};

function factsOf(error: unknown): Facts {
  const facts = typeof error === 'object' && error !== null ? error : {};
  return {
    responseCode: 'responseCode' in facts && typeof facts.responseCode === 'number' ? facts.responseCode : undefined,
    command: 'command' in facts && typeof facts.command === 'string' ? facts.command : undefined,
    code: 'code' in facts && typeof facts.code === 'string' ? facts.code : undefined,
  };
}

const sentenceMax = 500;

function sentenceOf(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  return text.replaceAll(/\s+/g, ' ').slice(0, sentenceMax);
}
