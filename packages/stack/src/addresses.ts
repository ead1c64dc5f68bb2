import type { Screen } from './screen.ts';
import { demoAdminEmail, demoPassword, type StackPlan } from './service-env.ts';

/** Where everything is, and who can sign in; the line that says it is ready comes last. */
export function printAddresses({ settings, ports }: StackPlan, screen: Screen): void {
  const base = settings.publicUrl;
  screen.line('');
  const rows: readonly (readonly [string, string])[] = [
    ['Web app', base],
    ...(settings.isDev ? ([['Web app, reloading', `http://localhost:${ports.web}`]] as const) : []),
    ['Graph', `${base}/graphql`],
    ['GraphiQL', `${base}/graphiql`],
    ['Apollo Sandbox', `${base}/sandbox`],
    ['Mailbox', `http://localhost:${ports.mailbox}`],
    ['Data and logs', settings.dataDir],
  ];
  for (const [label, value] of rows) screen.line(`  ${label.padEnd(20)}${value}`);
  if (settings.loadsDemoSchool) {
    screen.line('');
    screen.line(`  Demo accounts, password ${demoPassword} (refused in production):`);
    for (const email of [demoAdminEmail, 'instructor@example.com', 'learner@example.com']) screen.line(`    ${email}`);
  }
  screen.line('');
  screen.line(`Lectern is ready at ${base}`);
}
