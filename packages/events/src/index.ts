export * from './course-events.ts';
export * from './exam-events.ts';
export * from './identity-events.ts';
export * from './live-topics.ts';
export * from './streams.ts';
export * from './video-events.ts';
