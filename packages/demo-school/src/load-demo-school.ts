import { createLectern, type Lectern } from '@lectern/sdk';
import documentTexts from '@lectern/sdk/trusted-documents.json' with { type: 'json' };
import { ensureAccounts } from './accounts.ts';
import { ensureCourse } from './ensure-course.ts';
import { instructor, learners, proctor } from './people.ts';
import { ensureSampleAttempts } from './sample-attempts.ts';
import { courses } from './school.ts';

export type DemoSchoolOptions = {
  /** Of the gateway. */
  readonly url: string;
  readonly adminEmail: string;
  readonly adminPassword: string;
  /** Of all other accounts. */
  readonly password: string;
  readonly log: (line: string) => void;
};

/**
 * Loads the demo school through the gateway, as any client would. Safe to repeat: what is there is found by address,
 * slug or title and left alone, so that a load that was cut off is finished by the next.
 */
export async function loadDemoSchool(options: DemoSchoolOptions): Promise<void> {
  const { log, password } = options;
  const signIn = async (email: string, secret = password): Promise<Lectern> => {
    const lectern = createLectern({ url: options.url, documentTexts });
    await lectern.signIn(email, secret);
    return lectern;
  };
  await using admin = await signIn(options.adminEmail, options.adminPassword);
  const ids = await ensureAccounts(admin, [instructor, proctor, ...learners], password);
  log(`${ids.size} accounts`);

  await using teacher = await signIn(instructor.email);
  const learnerIds = learners.flatMap(({ email }) => ids.get(email) ?? []);
  for (const course of courses) {
    await ensureCourse(teacher, course, learnerIds);
    log(`course “${course.title}”`);
  }
  await ensureSampleAttempts(teacher, learners.slice(1, 7), signIn);
  log('a few results');
}
