import type { LiveStats } from '../live/live-stats.ts';

export type ExamLiveStatsMapper = LiveStats;
