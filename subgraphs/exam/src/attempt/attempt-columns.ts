/** The columns of an attempt as AttemptRow names them, for statements that return rows without the ORM. `a` is its alias. */
export const attemptColumns = `
  a.id, a.exam_id as "examId", a.learner_id as "learnerId", a.number, a.status, a.ending, a.paper_id as "paperId",
  a.seed, a.started_at as "startedAt", a.deadline_at as "deadlineAt", a.accepts_until as "acceptsUntil",
  a.extra_seconds as "extraSeconds", a.opens_at as "opensAt", a.closes_at as "closesAt", a.paused_at as "pausedAt",
  a.paused_seconds as "pausedSeconds", a.device_id as "deviceId", a.device_label as "deviceLabel",
  a.last_seen_at as "lastSeenAt", a.key_revision as "keyRevision", a.revision, a.submitted_at as "submittedAt",
  a.graded_at as "gradedAt", a.points_awarded as "pointsAwarded", a.points_max as "pointsMax",
  a.score_percent as "scorePercent", a.is_passed as "isPassed"
`;
