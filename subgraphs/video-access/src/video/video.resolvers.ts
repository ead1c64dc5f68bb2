import { accessErrors, hasRole, readPage, requireUser, toConnection } from '@lectern/subgraph';
import type { Resolvers } from '../graphql/types.generated.ts';
import { createVideo } from './create-video.ts';
import { removeVideo } from './remove-video.ts';
import { countVideosOfCourse, listVideosOfCourse } from './video.queries.ts';
import { teaches } from './video.ts';
import { findVisibleVideo } from './visible-video.ts';

export const videoResolvers: Resolvers = {
  Query: {
    video: async (_, { id }, deps) => (await findVisibleVideo(deps, id))?.video ?? null,
  },
  Mutation: {
    createVideo: async (_, { input }, deps) => ({ upload: await createVideo(deps, input) }),
    removeVideo: async (_, { input }, deps) => ({ removedVideoId: await removeVideo(deps, input.videoId) }),
  },
  VideoAsset: {
    __resolveReference: async ({ id }, deps) => (await findVisibleVideo(deps, id))?.video ?? null,
    course: ({ courseId }) => ({ id: courseId }),
    failureReason: ({ failureReason }) => failureReason ?? null,
    durationSeconds: ({ durationSeconds }) => durationSeconds ?? null,
    width: ({ width }) => width ?? null,
    height: ({ height }) => height ?? null,
  },
  Course: {
    __resolveReference: ({ id }) => ({ id }),
    videos: async (course, args, deps) => {
      const viewer = requireUser(deps.viewer);
      const access = await deps.askCourseAccess(course.id, viewer.id, deps.requestId);
      if (!teaches(access, hasRole(viewer, 'ADMIN'))) throw accessErrors.make('FORBIDDEN');
      const page = readPage(args);
      const videos = await listVideosOfCourse(deps.em, course.id, page);
      const cursorOf = (video: (typeof videos)[number]) => [video.createdAt.toISOString(), video.id];
      return toConnection(videos, page, cursorOf, () => countVideosOfCourse(deps.em, course.id));
    },
  },
};
