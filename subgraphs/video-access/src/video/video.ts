/**
 * Video (VideoAsset): a private film of one course. Rendition: one size of it. Grant: the permission of one viewer to
 * watch it for a while. Those who teach: the course's instructors, and admins.
 */
export const videoStatuses = ['UPLOADING', 'TRANSCODING', 'READY', 'FAILED'] as const;
export type VideoStatus = (typeof videoStatuses)[number];

/** What a person may do in a course, as course says. */
export type CourseAccess = {
  readonly exists: boolean;
  readonly isEnrolled: boolean;
  readonly isInstructor: boolean;
};

const transitions: Readonly<Record<VideoStatus, readonly VideoStatus[]>> = {
  UPLOADING: ['TRANSCODING', 'FAILED'],
  TRANSCODING: ['READY', 'FAILED'],
  READY: [],
  FAILED: [],
};

/** The states from which `to` can be reached. */
export function statusesBefore(to: VideoStatus): readonly VideoStatus[] {
  return videoStatuses.filter((from) => transitions[from].includes(to));
}

export function teaches(access: CourseAccess, isAdmin: boolean): boolean {
  return access.exists && (access.isInstructor || isAdmin);
}

export function canSee(access: CourseAccess, isAdmin: boolean): boolean {
  return teaches(access, isAdmin) || (access.exists && access.isEnrolled);
}

const titleLengthMax = 200;

/** The title without space around it, or null when it is none. */
export function readTitle(title: string): string | null {
  const trimmed = title.trim();
  return trimmed.length >= 1 && trimmed.length <= titleLengthMax ? trimmed : null;
}
