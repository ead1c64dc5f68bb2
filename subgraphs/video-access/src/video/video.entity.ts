import { defineEntity, type InferEntity, p } from '@mikro-orm/core';
import { videoStatuses } from './video.ts';

export const VideoSchema = defineEntity({
  name: 'Video',
  tableName: 'video',
  properties: {
    id: p.uuid().primary(),
    courseId: p.text(),
    creatorId: p.text(),
    title: p.text(),
    status: p.enum(videoStatuses),
    failureReason: p.text().nullable(),
    sizeBytes: p.bigint('number'),
    durationSeconds: p.float().columnType('double precision').nullable(),
    width: p.integer().nullable(),
    height: p.integer().nullable(),
    createdAt: p.datetime().defaultRaw('clock_timestamp()'),
  },
});

export type Video = InferEntity<typeof VideoSchema>;
