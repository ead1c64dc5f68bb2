import { describe, expect, it } from '@jest/globals';
import { type ReminderFacts, reminderText } from './reminder-text.ts';

const facts: ReminderFacts = {
  learnerName: 'Siti',
  examTitle: 'Algebra',
  opensAt: new Date('2026-03-02T02:00:00Z'),
  closesAt: new Date('2026-03-02T05:00:00Z'),
  timeLimitSeconds: 5_400,
  examUrl: 'https://lectern.example/exams/e1',
  timeZone: 'Asia/Jakarta',
};

describe('a reminder', () => {
  it.each([
    ['en', 'en'],
    ['en-GB', 'en'],
    ['id', 'id'],
    ['id-ID', 'id'],
    ['fr', 'en'],
    ['', 'en'],
    ['idx', 'en'],
  ])('for locale %j is in %s', (locale, language) => {
    expect(reminderText(locale, facts).language).toBe(language);
  });

  it('names the instants in the configured zone, the time allowed and the address', () => {
    const { subject, text } = reminderText('en', facts);
    expect(subject).toMatch(/^Reminder: Algebra opens Monday,? (2 March|March 2),? 2026 at 9:00/);
    for (const fact of ['Hello Siti,', '9:00', 'GMT+7', '90 minutes', facts.examUrl]) expect(text).toContain(fact);
    expect(reminderText('id', facts).text).toContain('90 menit');
  });

  it('does not let a title become markup', () => {
    const { html } = reminderText('en', {
      ...facts,
      examTitle: '<img src=x onerror="alert(1)">',
      learnerName: `O'<b>`,
    });
    expect(html).not.toContain('<img');
    expect(html).not.toContain('<b>');
    expect(html).toContain('&lt;img src=x onerror=&quot;alert(1)&quot;&gt;');
  });
});
