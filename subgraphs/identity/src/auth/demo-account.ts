/** The password of every account of the demo school. Printed by `npm start`, so everybody knows it. */
export const demoPassword = 'learn-with-lectern';

/**
 * Whether these are the credentials of a demo account. In production nobody may sign in with them, however the account
 * came to be there: a database copied from a laptop must not open a school to everyone who read the README.
 */
export function isDemoSignIn(email: string, password: string): boolean {
  return password === demoPassword && email.trim().toLowerCase().endsWith('@example.com');
}
