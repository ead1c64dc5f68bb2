import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { AddVideoLessonDocument, CourseVideosDocument, type Lectern, StartPlaybackDocument } from '@lectern/sdk';
import { waitFor } from '@lectern/testing';
import type { Page } from 'playwright-core';
import { expectAccessible } from '../_browser/accessible.ts';
import { openSignedIn } from '../_browser/sign-in.ts';
import { story } from '../_browser/story.ts';
import { type Account, adminAccount, makeAccount, makeAccounts, signedIn } from '../_school/accounts.ts';
import { type Course, enrolAll, makeCourse } from '../_school/course.ts';
import { makeFilm } from './film.ts';
import { fetchMedia, followPlaylist } from './media.ts';

const filmSeconds = 24;

let folder: string;
let instructor: Account;
let teacher: Lectern;
let course: Course;
let learners: readonly Account[];
let stranger: Account;
let videoId: string;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'lectern-film-'));
  const admin = await signedIn(adminAccount);
  instructor = await makeAccount(admin, 'Vera Instructor', ['INSTRUCTOR']);
  [learners, stranger, teacher] = await Promise.all([
    makeAccounts(admin, 'Watching Learner', 2),
    makeAccount(admin, 'Strange Learner'),
    signedIn(instructor),
  ]);
  course = await makeCourse(teacher, 'Moving pictures');
  await enrolAll(teacher, course, learners);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function learner(index: number): Account {
  const found = learners[index];
  if (!found) throw new Error(`there is no learner ${index}`);
  return found;
}

/** The player's present moment in seconds. */
async function playedSeconds(page: Page): Promise<number> {
  return page.getByLabel('Video: A short film').evaluate((video: HTMLVideoElement) => video.currentTime);
}

describe('watch a private video', () => {
  story('an instructor uploads a film, and it is made ready', async ({ openPage }) => {
    const film = join(folder, 'A short film.mp4');
    await makeFilm(film, filmSeconds);
    const page = await openPage();
    await openSignedIn(page, `/teach/courses/${course.id}?tab=videos`, instructor);
    await page.locator('input[type=file]').setInputFiles(film);
    await page.getByLabel('Title').waitFor();
    await expectAccessible(page);
    await page.getByRole('button', { name: 'Upload', exact: true }).click();
    await page.getByText('is uploaded and is now being prepared.').waitFor();
    const row = page.getByRole('table', { name: 'Videos' }).getByRole('row', { name: /A short film/ });
    await row.getByText('Ready').waitFor({ timeout: 90_000 });
    await expectAccessible(page);

    const videos = await teacher.query(CourseVideosDocument, { id: course.id });
    videoId = videos.course?.videos.edges[0]?.node.id ?? '';
    await teacher.mutate(AddVideoLessonDocument, {
      input: { moduleId: course.moduleId, title: 'To watch', videoId },
    });
  });

  story('a learner plays it, and goes on after a reload where they stopped', async ({ openPage }) => {
    const page = await openPage();
    await openSignedIn(page, `/courses/${course.slug}`, learner(0));
    await expectAccessible(page);
    await page
      .getByRole('main')
      .getByRole('link', { name: /To watch/ })
      .click();
    const player = page.getByLabel('Video: A short film');
    await player.waitFor();
    await expectAccessible(page);
    await player.press('k');
    await waitFor('the film to run for a while', async () => (await playedSeconds(page)) > 5, 60_000);
    const noted = page.waitForResponse(
      (response) => response.request().postData()?.includes('SaveWatchProgress') ?? false,
    );
    await player.press('k');
    await noted;
    const stoppedAt = await playedSeconds(page);

    await page.reload();
    await page.getByText('where you stopped.').waitFor();
    await waitFor('the player to stand where it stopped', async () => {
      const at = await playedSeconds(page);
      return Math.abs(at - stoppedAt) < 1.5;
    });
    await player.press('k');
    await waitFor('the film to go on', async () => (await playedSeconds(page)) > stoppedAt + 1, 30_000);
  });

  it('gives its files to nobody but the learner with a grant of their own', async () => {
    const [owner, other, outsider] = await Promise.all([
      signedIn(learner(0)),
      signedIn(learner(1)),
      signedIn(stranger),
    ]);
    const grantOf = async (viewer: Lectern) =>
      (await viewer.mutate(StartPlaybackDocument, { input: { videoId } })).startPlayback.grant;
    const files = await followPlaylist(await grantOf(owner), owner);
    const othersFiles = await followPlaylist(await grantOf(other), other);
    await expect(grantOf(outsider)).rejects.toMatchObject({ code: expect.stringMatching(/NOT_ENROLLED|NOT_FOUND/) });

    const unknown = (path: string) => path.replace(/(\/media\/play\/)[^/]+/, `$1${'A'.repeat(43)}`);
    const answers = async (path: string, viewer: Lectern | null) => (await fetchMedia(path, viewer)).status;
    for (const [name, path] of Object.entries(files)) {
      const others = othersFiles[name as keyof typeof files];
      expect({
        name,
        own: await answers(path, owner),
        withoutSignIn: await answers(path, null),
        byAnotherLearner: await answers(path, other),
        withAnothersGrant: await answers(others, owner),
        notEnrolled: await answers(path, outsider),
        withAnUnknownGrant: await answers(unknown(path), owner),
      }).toEqual({
        name,
        own: 200,
        withoutSignIn: 403,
        byAnotherLearner: 403,
        withAnothersGrant: 403,
        notEnrolled: 403,
        withAnUnknownGrant: 403,
      });
    }
    const refusal = await fetchMedia(files.segment, null);
    expect(await refusal.json()).toMatchObject({ errors: [{ extensions: { code: 'MEDIA_FORBIDDEN' } }] });
  });
});
