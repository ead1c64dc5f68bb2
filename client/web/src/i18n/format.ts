import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';

type Instant = string | Date;

/** Numbers, dates and lengths of time as the language writes them, in the device's time zone. */
export interface Format {
  /** A day, for example 1 March 2026. */
  date(at: Instant): string;
  /** A day and a time, for example 1 Mar 2026, 09:30. */
  dateTime(at: Instant): string;
  /** A day with its weekday and a time with the zone's name. */
  dateTimeLong(at: Instant): string;
  /** A time of day with seconds. */
  clock(at: Instant): string;
  /** How far an instant is from now, for example in 3 hours. */
  relative(at: Instant, now: number): string;
  /** A number with at most two decimals. */
  number(value: number): string;
  /** A part of a hundred with at most one decimal, for example 66.7%. */
  percent(value: number): string;
  /** A length of time in words, for example 1 hour 30 minutes. */
  duration(seconds: number): string;
  /** A size of a file, for example 3.2 MB. */
  bytes(value: number): string;
}

const steps = [
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
] as const;

function relativeIn(language: string) {
  const format = new Intl.RelativeTimeFormat(language, { numeric: 'auto' });
  return (at: Instant, now: number) => {
    const seconds = (new Date(at).getTime() - now) / 1000;
    for (const [unit, size] of steps) {
      if (Math.abs(seconds) >= size) return format.format(Math.trunc(seconds / size), unit);
    }
    return format.format(Math.trunc(seconds), 'second');
  };
}

function durationIn(language: string) {
  const unit = (name: string) =>
    new Intl.NumberFormat(language, { style: 'unit', unit: name, unitDisplay: 'long', maximumFractionDigits: 0 });
  const units = { day: unit('day'), hour: unit('hour'), minute: unit('minute'), second: unit('second') };
  return (seconds: number) => {
    const whole = Math.max(0, Math.round(seconds));
    if (whole < 60) return units.second.format(whole);
    const days = Math.floor(whole / 86_400);
    const hours = Math.floor((whole % 86_400) / 3_600);
    const minutes = Math.floor((whole % 3_600) / 60);
    const parts: string[] = [];
    if (days > 0) parts.push(units.day.format(days));
    if (hours > 0) parts.push(units.hour.format(hours));
    if (minutes > 0 && days === 0) parts.push(units.minute.format(minutes));
    return parts.join(' ');
  };
}

function bytesIn(language: string) {
  const units = ['byte', 'kilobyte', 'megabyte', 'gigabyte'] as const;
  return (value: number) => {
    const step = Math.min(units.length - 1, value < 1 ? 0 : Math.floor(Math.log10(value) / 3));
    const options = {
      style: 'unit',
      unit: units[step] ?? 'byte',
      unitDisplay: 'short',
      maximumFractionDigits: 1,
    } as const;
    return new Intl.NumberFormat(language, options).format(value / 1000 ** step);
  };
}

function formatIn(language: string): Format {
  const tag = language === 'en' ? 'en-GB' : language;
  const date = new Intl.DateTimeFormat(tag, { dateStyle: 'long' });
  const dateTime = new Intl.DateTimeFormat(tag, { dateStyle: 'medium', timeStyle: 'short' });
  const long = new Intl.DateTimeFormat(tag, {
    weekday: 'long',
    day: 'numeric',
    month: 'long',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    timeZoneName: 'short',
  });
  const clock = new Intl.DateTimeFormat(tag, { timeStyle: 'medium' });
  const number = new Intl.NumberFormat(tag, { maximumFractionDigits: 2 });
  const percent = new Intl.NumberFormat(tag, { style: 'percent', maximumFractionDigits: 1 });
  return {
    date: (at) => date.format(new Date(at)),
    dateTime: (at) => dateTime.format(new Date(at)),
    dateTimeLong: (at) => long.format(new Date(at)),
    clock: (at) => clock.format(new Date(at)),
    relative: relativeIn(tag),
    number: (value) => number.format(value),
    percent: (value) => percent.format(value / 100),
    duration: durationIn(tag),
    bytes: bytesIn(tag),
  };
}

/** The formats of the language that is shown. */
export function useFormat(): Format {
  const { i18n } = useTranslation();
  return useMemo(() => formatIn(i18n.language), [i18n.language]);
}

/** A countdown as digits: 1:02:03, or 02:03 below an hour. */
export function countdownDigits(seconds: number): string {
  const whole = Math.max(0, Math.ceil(seconds));
  const two = (value: number) => String(value).padStart(2, '0');
  const hours = Math.floor(whole / 3_600);
  const rest = `${two(Math.floor((whole % 3_600) / 60))}:${two(whole % 60)}`;
  return hours > 0 ? `${hours}:${rest}` : rest;
}
