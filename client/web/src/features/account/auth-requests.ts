import { LecternRequestError } from '@lectern/sdk';

/** What the sign-in page offers beside e-mail and password. */
export interface SignInOptions {
  readonly providers: readonly SignInProvider[];
  readonly isSignUpOpen: boolean;
  readonly isPasswordResetOffered: boolean;
}

/** A provider people may sign in with. */
export interface SignInProvider {
  readonly id: string;
  /** What the button shows. */
  readonly name: string;
}

type Json = Readonly<Record<string, unknown>>;

const root = '/api/auth';
const timeoutMs = 20_000;

function isJson(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isProvider(value: unknown): value is SignInProvider {
  return isJson(value) && typeof value.id === 'string' && typeof value.name === 'string';
}

async function call(path: string, body?: Json): Promise<Json> {
  let response: Response;
  try {
    response = await fetch(`${root}${path}`, {
      method: body ? 'POST' : 'GET',
      headers: { accept: 'application/json', ...(body ? { 'content-type': 'application/json' } : {}) },
      signal: AbortSignal.timeout(timeoutMs),
      ...(body ? { body: JSON.stringify(body) } : {}),
    });
  } catch (cause) {
    throw new LecternRequestError({ code: 'NETWORK_UNREACHABLE', message: 'The server cannot be reached.', cause });
  }
  const answer: unknown = await response.json().catch(() => ({}));
  const content = isJson(answer) ? answer : {};
  if (response.ok) return content;
  const { code, message, ...facts } = content;
  throw new LecternRequestError({
    code: typeof code === 'string' ? code : 'RESPONSE_UNREADABLE',
    message: typeof message === 'string' ? message : `Refused with status ${response.status}.`,
    facts,
    status: response.status,
  });
}

/** How people may sign in here. */
export async function readSignInOptions(): Promise<SignInOptions> {
  const answer = await call('/providers');
  return {
    providers: Array.isArray(answer.providers) ? answer.providers.filter(isProvider) : [],
    isSignUpOpen: answer.isSignUpOpen === true,
    isPasswordResetOffered: answer.isPasswordResetOffered === true,
  };
}

/** Makes an account of one's own. */
export async function signUp(account: { readonly name: string; readonly email: string; readonly password: string }) {
  await call('/sign-up/email', account);
}

/** Has a link for a new password mailed, if there is such an account; does not say whether there is. */
export async function requestPasswordReset(email: string): Promise<void> {
  await call('/request-password-reset', { email });
}

/** Sets a new password by the token of such a link. */
export async function resetPassword(token: string, newPassword: string): Promise<void> {
  await call('/reset-password', { token, newPassword });
}

/** Changes one's own password and signs out everywhere else. */
export async function changePassword(currentPassword: string, newPassword: string): Promise<void> {
  await call('/change-password', { currentPassword, newPassword, revokeOtherSessions: true });
}
