import { rows, transaction } from '@lectern/postgres';
import { newId } from '@lectern/runtime';
import { accessErrors, hasRole, inputErrors, requireUser } from '@lectern/subgraph';
import type { RequestDeps } from '../deps.ts';
import { contentKey } from '../transcode/content-key.ts';
import { uploadUrl } from '../upload/upload-url.ts';
import { type Video, VideoSchema } from './video.entity.ts';
import { videoErrors } from './video.errors.ts';
import { readTitle, teaches } from './video.ts';

export type CreateVideo = { readonly courseId: string; readonly title: string; readonly sizeBytes: number };
export type CreatedVideo = { readonly video: Video; readonly uploadUrl: string; readonly bytesMax: number };

type Deps = Pick<
  RequestDeps,
  'em' | 'viewer' | 'requestId' | 'askCourseAccess' | 'uploads' | 'uploadBytesMax' | 'events' | 'clock'
>;

/** Makes a video of a course the viewer teaches, and room for its file. */
export async function createVideo(deps: Deps, input: CreateVideo): Promise<CreatedVideo> {
  const creator = requireUser(deps.viewer);
  const title = readTitle(input.title);
  if (title === null) throw badInput('title', 'The title must have 1 to 200 characters.');
  if (!Number.isSafeInteger(input.sizeBytes) || input.sizeBytes < 1) {
    throw badInput('sizeBytes', 'The size must be a whole number of bytes.');
  }
  if (input.sizeBytes > deps.uploadBytesMax) {
    throw videoErrors.make('VIDEO_FILE_TOO_LARGE', { facts: { field: 'sizeBytes', bytesMax: deps.uploadBytesMax } });
  }
  const access = await deps.askCourseAccess(input.courseId, creator.id, deps.requestId);
  if (!access.exists) throw videoErrors.make('VIDEO_COURSE_NOT_FOUND', { facts: { field: 'courseId' } });
  if (!teaches(access, hasRole(creator, 'ADMIN'))) throw accessErrors.make('FORBIDDEN');

  const id = newId(deps.clock.now());
  await deps.uploads.create(id, input.sizeBytes);
  const video = await transaction(deps.em, async (em) => {
    const made = em.create(VideoSchema, {
      id,
      courseId: input.courseId,
      creatorId: creator.id,
      title,
      status: 'UPLOADING',
      sizeBytes: input.sizeBytes,
      createdAt: new Date(deps.clock.now()),
    });
    await em.persist(made).flush();
    await rows(em, 'insert into video_access.video_key (video_id, content_key) values (?, ?) returning video_id', [
      id,
      contentKey(),
    ]);
    return made;
  });
  deps.events.videoCreated({ videoId: id, courseId: input.courseId, creatorId: creator.id });
  return { video, uploadUrl: uploadUrl(id), bytesMax: deps.uploadBytesMax };
}

function badInput(field: string, message: string): Error {
  return inputErrors.make('BAD_INPUT', { message, facts: { field } });
}
