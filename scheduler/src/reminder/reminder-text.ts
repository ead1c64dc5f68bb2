/** What a reminder says. */
export type ReminderFacts = {
  readonly learnerName: string;
  readonly examTitle: string;
  readonly opensAt: Date;
  readonly closesAt: Date;
  readonly timeLimitSeconds: number;
  readonly examUrl: string;
  /** IANA name of the zone in which instants are written. */
  readonly timeZone: string;
};

export type ReminderText = {
  readonly language: 'en' | 'id';
  readonly subject: string;
  readonly text: string;
  readonly html: string;
};

type Phrases = {
  readonly subject: (title: string, opens: string) => string;
  readonly greeting: (name: string) => string;
  readonly lead: (title: string) => string;
  readonly opens: string;
  readonly closes: string;
  readonly timeLimit: string;
  readonly minutes: (count: number) => string;
  readonly open: string;
  readonly advice: string;
  readonly why: string;
};

const phrases: Record<ReminderText['language'], Phrases> = {
  en: {
    subject: (title, opens) => `Reminder: ${title} opens ${opens}`,
    greeting: (name) => `Hello ${name},`,
    lead: (title) => `You are registered for the exam “${title}”.`,
    opens: 'Opens',
    closes: 'Closes',
    timeLimit: 'Time allowed',
    minutes: (count) => (count === 1 ? '1 minute' : `${count} minutes`),
    open: 'Go to the exam',
    advice: 'Sign in some minutes before, and make sure that your device is charged.',
    why: 'You receive this one reminder because you are registered for the exam.',
  },
  id: {
    subject: (title, opens) => `Pengingat: ${title} dibuka ${opens}`,
    greeting: (name) => `Halo ${name},`,
    lead: (title) => `Anda terdaftar untuk ujian “${title}”.`,
    opens: 'Dibuka',
    closes: 'Ditutup',
    timeLimit: 'Waktu pengerjaan',
    minutes: (count) => `${count} menit`,
    open: 'Buka halaman ujian',
    advice: 'Masuklah beberapa menit sebelumnya, dan pastikan baterai perangkat Anda cukup.',
    why: 'Anda menerima satu pengingat ini karena terdaftar untuk ujian tersebut.',
  },
};

/** The reminder in the learner's language: Indonesian for `id` and its variants, English for all else. */
export function reminderText(locale: string, facts: ReminderFacts): ReminderText {
  const language = /^(id|in)\b/i.test(locale) ? 'id' : 'en';
  const say = phrases[language];
  const at = (instant: Date) => formatInstant(instant, language, facts.timeZone);
  const rows: [string, string][] = [
    [say.opens, at(facts.opensAt)],
    [say.closes, at(facts.closesAt)],
    [say.timeLimit, say.minutes(Math.round(facts.timeLimitSeconds / 60))],
  ];
  const greeting = say.greeting(facts.learnerName);
  const lead = say.lead(facts.examTitle);
  const lines = rows.map(([label, value]) => `${label}: ${value}`);
  return {
    language,
    subject: say.subject(facts.examTitle, at(facts.opensAt)),
    text: [greeting, lead, lines.join('\n'), `${say.open}: ${facts.examUrl}`, say.advice, say.why, ''].join('\n\n'),
    html: htmlOf(language, { greeting, lead, rows, say, examUrl: facts.examUrl }),
  };
}

function formatInstant(instant: Date, language: string, timeZone: string): string {
  return new Intl.DateTimeFormat(language, { dateStyle: 'full', timeStyle: 'long', timeZone }).format(instant);
}

type HtmlParts = {
  readonly greeting: string;
  readonly lead: string;
  readonly rows: readonly (readonly [string, string])[];
  readonly say: Phrases;
  readonly examUrl: string;
};

function htmlOf(language: string, { greeting, lead, rows, say, examUrl }: HtmlParts): string {
  const cells = rows
    .map(([label, value]) => `<tr><th align="left">${escapeHtml(label)}</th><td>${escapeHtml(value)}</td></tr>`)
    .join('');
  const paragraphs = [greeting, lead].map((text) => `<p>${escapeHtml(text)}</p>`).join('');
  const link = `<p><a href="${escapeHtml(examUrl)}">${escapeHtml(say.open)}</a></p>`;
  const closing = `<p>${escapeHtml(say.advice)}</p><p><small>${escapeHtml(say.why)}</small></p>`;
  return `<!doctype html><html lang="${language}"><body>${paragraphs}<table cellpadding="6">${cells}</table>${link}${closing}</body></html>`;
}

function escapeHtml(text: string): string {
  const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };
  return text.replaceAll(/[&<>"']/g, (character) => entities[character] ?? character);
}
