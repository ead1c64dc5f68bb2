import type { SignInRefusal } from '../events.ts';
import type { AttemptLimits } from './attempt-limits.ts';
import { authErrors } from './auth.errors.ts';
import type { Guard } from './auth-paths.ts';
import { isDemoSignIn } from './demo-account.ts';

export type GuardedRequest = {
  readonly address: string;
  /** The JSON of the body; empty when it is none. */
  readonly body: Readonly<Record<string, unknown>>;
  /** The `cookie` header; whoever guesses a password at its change has a session. */
  readonly cookie: string;
};

/** Called with better-auth's answer; settles what the attempt was. */
export type SettleAttempt = (answer: { readonly status: number; readonly code: string | undefined }) => Promise<void>;

export type GuardDeps = {
  readonly limits: AttemptLimits;
  readonly isProduction: boolean;
  readonly refused: (reason: SignInRefusal, address: string) => void;
};

const nothing: SettleAttempt = async () => undefined;

/** Lets a request through to better-auth, or throws why not. */
export async function guardAttempt(guard: Guard, request: GuardedRequest, deps: GuardDeps): Promise<SettleAttempt> {
  const { limits } = deps;
  const email = textOf(request.body.email);
  switch (guard) {
    case 'SIGN_IN':
      return guardSignIn(email, request, deps);
    case 'PASSWORD_CHANGE': {
      const attempt = await limits.begin(request.address, `session ${request.cookie}`);
      return ({ status, code }) => {
        if (status === 200) return attempt.succeeded();
        return code === 'INVALID_PASSWORD' ? attempt.failed() : attempt.undecided();
      };
    }
    case 'SIGN_UP':
      await limits.countRequest('signUpFromAddress', request.address);
      return nothing;
    case 'PROVIDER_SIGN_IN':
      await limits.countRequest('providerSignInFromAddress', request.address);
      return nothing;
    case 'PASSWORD_RESET':
      await limits.countRequest('passwordResetFromAddress', request.address);
      await limits.countRequest('passwordResetForAccount', email);
      return nothing;
    default:
      return guard satisfies never;
  }
}

async function guardSignIn(email: string, request: GuardedRequest, deps: GuardDeps): Promise<SettleAttempt> {
  const { address } = request;
  if (deps.isProduction && isDemoSignIn(email, textOf(request.body.password))) {
    deps.refused('DEMO_ACCOUNT', address);
    throw authErrors.make('DEMO_ACCOUNT_REFUSED');
  }
  const attempt = await deps.limits.begin(address, email).catch((error: unknown) => {
    deps.refused('TOO_MANY', address);
    throw error;
  });
  return async ({ status, code }) => {
    if (status === 200) return attempt.succeeded();
    deps.refused(refusalOf(status, code), address);
    // A suspended person's password was right; being told so is no failed guess, but it must not be free either.
    return status === 401 || code === 'ACCOUNT_SUSPENDED' ? attempt.failed() : attempt.undecided();
  };
}

function refusalOf(status: number, code: string | undefined): SignInRefusal {
  if (code === 'ACCOUNT_SUSPENDED') return 'SUSPENDED';
  return status === 401 ? 'CREDENTIALS' : 'OTHER';
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
