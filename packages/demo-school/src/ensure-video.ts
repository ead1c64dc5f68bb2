import { CourseVideosDocument, CreateVideoDocument, type Lectern, RemoveVideoDocument } from '@lectern/sdk';
import { makeWaterCycleVideo } from './water-cycle/make-video.ts';

/** The video, uploaded; it is transcoded in the background. Returns its id. */
export async function ensureVideo(teacher: Lectern, courseId: string, title: string): Promise<string> {
  const { course } = await teacher.query(CourseVideosDocument, { id: courseId, first: 100 });
  const present = course?.videos.edges.map(({ node }) => node).find((video) => video.title === title);
  if (present && present.status !== 'UPLOADING' && present.status !== 'FAILED') return present.id;
  // An upload that was cut off begins anew: the file is made anew as well.
  if (present) await teacher.mutate(RemoveVideoDocument, { input: { videoId: present.id } });
  const file = await makeWaterCycleVideo();
  const { createVideo } = await teacher.mutate(CreateVideoDocument, {
    input: { courseId, title, sizeBytes: file.byteLength },
  });
  await upload(teacher, createVideo.upload.uploadUrl, file);
  return createVideo.upload.video.id;
}

/** The whole file in one request of the tus protocol 1.0. */
async function upload(teacher: Lectern, path: string, file: Uint8Array<ArrayBuffer>): Promise<void> {
  const response = await fetch(new URL(path, teacher.url), {
    method: 'PATCH',
    headers: {
      ...(await teacher.authHeaders()),
      'tus-resumable': '1.0.0',
      'upload-offset': '0',
      'content-type': 'application/offset+octet-stream',
    },
    body: file,
    signal: AbortSignal.timeout(60_000),
  });
  if (!response.ok) throw new Error(`uploading the video failed: ${response.status} ${await response.text()}`);
}
