import type { Logger, Metrics } from '@lectern/runtime';
import { Counter, Gauge, Histogram } from 'prom-client';
import type { AttemptEnding } from './attempt/attempt-status.ts';
import type { LaneName } from './writer/lane-events.ts';

/** Business facts: one function each, which logs and counts and never throws. Answers and keys are never among them. */
export type ExamEvents = {
  examCreated(fact: { examId: string; courseId: string }): void;
  examPublished(fact: { examId: string; questionCount: number }): void;
  examClosed(fact: { examId: string }): void;
  questionsImported(fact: {
    examId: string | null;
    courseId: string;
    isDryRun: boolean;
    rowCount: number;
    problemCount: number;
  }): void;
  learnersRegistered(fact: { examId: string; count: number }): void;
  attemptStarted(fact: { attemptId: string; examId: string }): void;
  attemptsEnded(fact: { ending: AttemptEnding; count: number }): void;
  /** What became of answers, starts and hand-ins: STORED, STARTED, ENDED, or why not. */
  workSettled(fact: { lane: LaneName; outcome: string; count: number }): void;
  workFlushed(fact: { lane: LaneName; count: number; seconds: number }): void;
  workFailed(fact: { lane: LaneName; count: number; error: unknown }): void;
  essayMarked(fact: { examId: string; status: string }): void;
  keysCorrected(fact: { examId: string; revision: number }): void;
  attemptsRegraded(fact: { examId: string; count: number }): void;
  attemptNotEnded(fact: { attemptId: string; error: unknown }): void;
  resultNotPublished(fact: { attemptId: string; error: unknown }): void;
  missedResultsPublished(fact: { count: number }): void;
  roomNotPublished(fact: { attemptCount: number; error: unknown }): void;
  presenceLost(fact: { incidentCount: number; error: unknown }): void;
  remindersChanged(fact: { change: 'PREPARED' | 'CLAIMED' | 'DROPPED' | 'SENT' | 'FAILED'; count: number }): void;
};

/** The facts of one process, counted in `metrics`. */
export function createExamEvents(logger: Logger, metrics: Metrics): ExamEvents {
  const counts = createCounters(metrics);
  return {
    examCreated: (fact) => void logger.info(fact, 'exam created'),
    examPublished(fact) {
      counts.published.inc();
      logger.info(fact, 'exam published');
    },
    examClosed: (fact) => void logger.info(fact, 'exam closed'),
    questionsImported: (fact) => void logger.info(fact, 'questions imported'),
    learnersRegistered(fact) {
      counts.registered.inc(fact.count);
      logger.debug(fact, 'learners registered');
    },
    attemptStarted(fact) {
      counts.started.inc();
      logger.debug(fact, 'attempt started');
    },
    attemptsEnded(fact) {
      counts.ended.inc({ ending: fact.ending }, fact.count);
      logger.debug(fact, 'attempts ended');
    },
    workSettled({ lane, outcome, count }) {
      if (lane === 'answers') counts.answers.inc({ outcome }, count);
      else counts.attempts.inc({ lane, outcome }, count);
    },
    workFlushed({ lane, count, seconds }) {
      counts.flushSize.observe({ lane }, count);
      counts.flushSeconds.observe({ lane }, seconds);
    },
    workFailed({ lane, count, error }) {
      logger.error({ lane, count, err: withoutData(error) }, 'a batch could not be written');
    },
    essayMarked(fact) {
      counts.marked.inc();
      logger.debug(fact, 'essay marked');
    },
    keysCorrected: (fact) => void logger.info(fact, 'keys corrected'),
    attemptsRegraded(fact) {
      counts.regraded.inc(fact.count);
      logger.info(fact, 'attempts regraded');
    },
    attemptNotEnded({ attemptId, error }) {
      logger.error({ attemptId, err: withoutData(error) }, 'an attempt whose time has run out cannot be graded');
    },
    resultNotPublished({ attemptId, error }) {
      logger.warn({ attemptId, err: error }, 'a result was not published; it is tried again');
    },
    missedResultsPublished(fact) {
      logger.info(fact, 'results published that somebody waited for and nobody had published');
    },
    roomNotPublished({ attemptCount, error }) {
      logger.warn({ attemptCount, err: error }, 'a room was not published; it is tried again');
    },
    presenceLost({ incidentCount, error }) {
      logger.warn({ incidentCount, err: withoutData(error) }, 'who was there could not be noted');
    },
    remindersChanged({ change, count }) {
      counts.reminders.inc({ change }, count);
      if (count > 0) logger.debug({ change, count }, 'reminders changed');
    },
  };
}

/** Shows how much waits for the writer. */
export function observeWriter(metrics: Metrics, depth: () => number): void {
  new Gauge({
    name: 'lectern_exam_writer_queue_depth',
    help: 'Answers, starts and hand-ins that wait to be written',
    registers: [metrics.registry],
    collect() {
      this.set(depth());
    },
  });
}

function createCounters({ registry }: Metrics) {
  const registers = [registry];
  return {
    published: new Counter({ name: 'lectern_exam_exams_published_total', help: 'Exams published', registers }),
    registered: new Counter({ name: 'lectern_exam_learners_registered_total', help: 'Learners registered', registers }),
    started: new Counter({ name: 'lectern_exam_attempts_started_total', help: 'Attempts started', registers }),
    ended: new Counter({
      name: 'lectern_exam_attempts_ended_total',
      help: 'Attempts ended and graded, by how they ended',
      labelNames: ['ending'],
      registers,
    }),
    answers: new Counter({
      name: 'lectern_exam_answers_total',
      help: 'Answers, by what became of them',
      labelNames: ['outcome'],
      registers,
    }),
    attempts: new Counter({
      name: 'lectern_exam_attempt_writes_total',
      help: 'Starts and hand-ins, by what became of them',
      labelNames: ['lane', 'outcome'],
      registers,
    }),
    flushSize: new Histogram({
      name: 'lectern_exam_flush_size',
      help: 'Answers, starts or hand-ins in one transaction',
      labelNames: ['lane'],
      buckets: [1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000, 2_000],
      registers,
    }),
    flushSeconds: new Histogram({
      name: 'lectern_exam_flush_seconds',
      help: 'Seconds from the start of a transaction of answers, starts or hand-ins to its commit',
      labelNames: ['lane'],
      buckets: [0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.25, 0.5, 1, 5],
      registers,
    }),
    marked: new Counter({ name: 'lectern_exam_essays_marked_total', help: 'Marks given to essays', registers }),
    regraded: new Counter({
      name: 'lectern_exam_attempts_regraded_total',
      help: 'Results that changed because keys were corrected',
      registers,
    }),
    reminders: new Counter({
      name: 'lectern_exam_reminders_total',
      help: 'Reminders, by what happened to them',
      labelNames: ['change'],
      registers,
    }),
  };
}

/** The report of a failed statement may quote the row it failed on; what was answered is nobody's business. */
function withoutData(error: unknown): object {
  if (!(error instanceof Error)) return { message: 'not an Error' };
  const code = 'code' in error && typeof error.code === 'string' ? error.code : undefined;
  return { type: error.name, code, message: code === undefined ? error.message : 'refused by PostgreSQL' };
}
