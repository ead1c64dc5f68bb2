import type { Clock } from '@lectern/runtime';
import { ICalCalendar, ICalCalendarMethod } from 'ical-generator';
import type { MailConfig } from '../config.ts';
import type { DueReminder, ExamOpening } from '../exam-duty.ts';
import type { Addressee } from '../learners.ts';
import { type Mail, writeMail } from '../mail/write-mail.ts';
import { reminderText } from './reminder-text.ts';

export type WriteReminderDeps = {
  readonly clock: Clock;
  readonly publicUrl: string;
  readonly mail: Pick<MailConfig, 'from' | 'timeZone'>;
};

/** The mail that reminds one learner of one exam, with an entry for their calendar. */
export async function writeReminder(
  deps: WriteReminderDeps,
  reminder: DueReminder,
  learner: Addressee & { readonly email: string },
): Promise<Mail> {
  const { exam } = reminder;
  const host = new URL(deps.publicUrl).hostname;
  const examUrl = new URL(`/exams/${encodeURIComponent(exam.examId)}`, deps.publicUrl).href;
  const text = reminderText(learner.locale, {
    ...exam,
    examUrl,
    learnerName: learner.name,
    examTitle: exam.title,
    timeZone: deps.mail.timeZone,
  });
  return writeMail({
    ...text,
    from: deps.mail.from,
    to: { name: learner.name, address: learner.email },
    messageId: `<reminder.${reminder.id}@${host}>`,
    date: new Date(deps.clock.now()),
    calendar: calendarEntry(exam, host, examUrl, new Date(deps.clock.now())),
    calendarFileName: 'exam.ics',
  });
}

/** The same UID for every reminder of an exam, so that a moved exam moves its entry. */
function calendarEntry(exam: ExamOpening, host: string, examUrl: string, now: Date): string {
  const calendar = new ICalCalendar({
    prodId: { company: 'Lectern', product: 'Lectern' },
    method: ICalCalendarMethod.PUBLISH,
  });
  calendar.createEvent({
    id: `exam.${exam.examId}@${host}`,
    start: exam.opensAt,
    end: exam.closesAt,
    stamp: now,
    summary: exam.title,
    url: examUrl,
  });
  return calendar.toString();
}
