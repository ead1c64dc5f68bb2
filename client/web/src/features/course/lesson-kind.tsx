import { IconBook2, IconCertificate, IconPlayerPlay } from '@tabler/icons-react';

/** The icon and the message key of each kind of lesson. */
export const lessonKinds = {
  ReadingLesson: { icon: IconBook2, label: 'lesson.kinds.reading' },
  VideoLesson: { icon: IconPlayerPlay, label: 'lesson.kinds.video' },
  ExamLesson: { icon: IconCertificate, label: 'lesson.kinds.exam' },
} as const;
