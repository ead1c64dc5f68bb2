/** What the demo school teaches: courses, their modules and lessons, in order. Readings are files in `content/readings`. */
export type DemoLesson =
  | { readonly kind: 'READING'; readonly title: string; readonly file: string }
  | { readonly kind: 'VIDEO'; readonly title: string }
  | { readonly kind: 'EXAM'; readonly title: string; readonly exam: DemoExam };

export type DemoModule = { readonly title: string; readonly lessons: readonly DemoLesson[] };

export type DemoExam = {
  readonly title: string;
  readonly instructions: string;
  readonly questionsFile: string;
  /** Hours from the loading of the school. */
  readonly opensInHours: number;
  readonly closesInHours: number;
  readonly timeLimitSeconds: number;
  readonly passMarkPercent: number;
  readonly attemptsMax: number;
};

export type DemoCourse = {
  readonly slug: string;
  readonly title: string;
  readonly summary: string;
  readonly modules: readonly DemoModule[];
};

const geographyExam: DemoExam = {
  title: 'How the Earth works: final exam',
  instructions: `**46 questions, 60 minutes.** You have three attempts; every question can be answered in any order and changed until you hand in.

- Some questions have several right choices; choose all of them and no other.
- Numbers may be rounded; the unit is given.
- Answers are saved as you go. If your connection drops, carry on: they are kept on your device and sent when it is back.`,
  questionsFile: 'geography-exam.csv',
  opensInHours: 0,
  closesInHours: 30 * 24,
  timeLimitSeconds: 3_600,
  passMarkPercent: 60,
  attemptsMax: 3,
};

/** It opens within a day, so that its reminder is due the moment the learners are registered. */
const binaryCheckpoint: DemoExam = {
  title: 'Computing foundations: checkpoint',
  instructions: 'Twelve questions on binary numbers, text and algorithms. You have 20 minutes and one attempt.',
  questionsFile: 'binary-checkpoint.csv',
  opensInHours: 20,
  closesInHours: 44,
  timeLimitSeconds: 1_200,
  passMarkPercent: 50,
  attemptsMax: 1,
};

export const courses: readonly DemoCourse[] = [
  {
    slug: 'how-the-earth-works',
    title: 'How the Earth works',
    summary:
      'What is below our feet and above our heads: the layers of the Earth, its moving plates, its water and its weather.',
    modules: [
      {
        title: 'Below our feet',
        lessons: [
          { kind: 'READING', title: 'The layers of the Earth', file: 'layers-of-the-earth.md' },
          { kind: 'READING', title: 'Plates that move', file: 'plates-that-move.md' },
        ],
      },
      {
        title: 'Water and weather',
        lessons: [
          { kind: 'READING', title: 'The water cycle', file: 'the-water-cycle.md' },
          { kind: 'VIDEO', title: 'The water cycle in motion' },
          { kind: 'READING', title: 'Reading a weather map', file: 'reading-a-weather-map.md' },
        ],
      },
      { title: 'Show what you know', lessons: [{ kind: 'EXAM', title: 'Final exam', exam: geographyExam }] },
    ],
  },
  {
    slug: 'computing-foundations',
    title: 'Computing foundations',
    summary: 'How machines count, how they write, and how to tell them what to do, one exact step after another.',
    modules: [
      {
        title: 'Numbers in machines',
        lessons: [
          { kind: 'READING', title: 'Counting in binary', file: 'counting-in-binary.md' },
          { kind: 'READING', title: 'Text as numbers', file: 'text-as-numbers.md' },
        ],
      },
      {
        title: 'Thinking in steps',
        lessons: [
          { kind: 'READING', title: 'What an algorithm is', file: 'what-an-algorithm-is.md' },
          { kind: 'EXAM', title: 'Checkpoint', exam: binaryCheckpoint },
        ],
      },
    ],
  },
];
