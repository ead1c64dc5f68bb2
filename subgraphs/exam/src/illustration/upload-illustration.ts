import { createHash } from 'node:crypto';
import { inputErrors } from '@lectern/subgraph';
import type { RequestDeps } from '../deps.ts';
import { requireTeacher } from '../exam/exam-access.ts';
import type { PaperIllustration } from '../paper/paper.ts';
import { questionLimits } from '../question/question-limits.ts';
import { textProblems } from '../question/text-problems.ts';
import { illustrationErrors } from './illustration.errors.ts';
import { storeIllustration } from './illustration.queries.ts';
import { illustrationLimits } from './illustration.ts';
import { isTooLarge, readPicture } from './read-picture.ts';

export type PictureToUpload = {
  readonly courseId: string;
  readonly contentBase64: string;
  readonly alt: string;
};

/** Stores a picture of a course; the same picture again gives the one there is. */
export async function uploadIllustration(
  deps: Pick<RequestDeps, 'em' | 'viewer' | 'course'>,
  { courseId, contentBase64, alt: givenAlt }: PictureToUpload,
): Promise<PaperIllustration> {
  const { id: createdBy } = await requireTeacher(deps, courseId);
  const alt = checkedAlt(givenAlt);
  const picture = readPicture(bytesOf(contentBase64));
  if (!picture) throw illustrationErrors.make('ILLUSTRATION_NOT_RECOGNISED');
  if (isTooLarge(picture)) throw illustrationErrors.make('ILLUSTRATION_TOO_LARGE');
  const { bytes, mediaType, width, height } = picture;
  const sha256 = createHash('sha256').update(bytes).digest();
  const id = await storeIllustration(deps.em, { courseId, mediaType, width, height, bytes, sha256, createdBy });
  return { id, alt, width, height };
}

function checkedAlt(given: string): string {
  const alt = given.trim();
  const [problem] = textProblems('alt', alt, questionLimits.altLengthMax, 'ALT_TOO_LONG');
  const message = alt === '' ? 'Say what the picture shows, for those who cannot see it.' : problem?.message;
  if (message) throw inputErrors.make('BAD_INPUT', { message, facts: { field: 'alt' } });
  return alt;
}

function bytesOf(contentBase64: string): Buffer {
  // Before it is decoded: four characters hold three bytes.
  if (contentBase64.length > (illustrationLimits.bytesMax / 3 + 1) * 4) {
    throw illustrationErrors.make('ILLUSTRATION_TOO_LARGE');
  }
  if (!/^[A-Za-z0-9+/]*={0,2}$/.test(contentBase64)) {
    const message = 'The content must be base64.';
    throw inputErrors.make('BAD_INPUT', { message, facts: { field: 'contentBase64' } });
  }
  const bytes = Buffer.from(contentBase64, 'base64');
  if (bytes.length > illustrationLimits.bytesMax) throw illustrationErrors.make('ILLUSTRATION_TOO_LARGE');
  return bytes;
}
