import { VideoSchema } from '../video/video.entity.ts';

export const entities = [VideoSchema];
