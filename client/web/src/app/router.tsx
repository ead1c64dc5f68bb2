import { createBrowserRouter, Outlet, ScrollRestoration } from 'react-router';
import { LoadingPage } from '../ui/states.tsx';
import { ErrorPage, NotFoundPage } from './error-page.tsx';
import { ForRoles, SignedIn } from './guards.tsx';
import { Shell } from './shell.tsx';

function Root() {
  return (
    <>
      <Outlet />
      <ScrollRestoration />
    </>
  );
}

const teachers = <ForRoles roles={['INSTRUCTOR', 'ADMIN']} />;
const watchers = <ForRoles roles={['INSTRUCTOR', 'PROCTOR', 'ADMIN']} />;
const admins = <ForRoles roles={['ADMIN']} />;

const learnerPages = [
  { index: true, lazy: () => import('../features/course/home-page.tsx') },
  { path: 'courses/:slug/lessons/:lessonId', lazy: () => import('../features/course/lesson-page.tsx') },
  { path: 'exams/:examId', lazy: () => import('../features/exam/exam-page.tsx') },
  { path: 'attempts/:attemptId/result', lazy: () => import('../features/exam/result-page.tsx') },
  { path: 'profile', lazy: () => import('../features/account/profile-page.tsx') },
];

const teachingPages = [
  { path: 'teach', lazy: () => import('../features/course/teaching-page.tsx') },
  { path: 'teach/courses/:courseId', lazy: () => import('../features/course/edit-course-page.tsx') },
  { path: 'teach/courses/:courseId/lessons/:lessonId', lazy: () => import('../features/course/edit-lesson-page.tsx') },
  { path: 'teach/courses/:courseId/exams/new', lazy: () => import('../features/exam/new-exam-page.tsx') },
  { path: 'teach/exams/:examId', lazy: () => import('../features/exam/edit-exam-page.tsx') },
  { path: 'teach/exams/:examId/marking', lazy: () => import('../features/exam/marking/marking-page.tsx') },
  { path: 'teach/exams/:examId/import', lazy: () => import('../features/exam/import-page.tsx') },
  { path: 'teach/exams/:examId/preview', lazy: () => import('../features/exam/preview/preview-page.tsx') },
  { path: 'teach/courses/:courseId/bank', lazy: () => import('../features/exam/bank/bank-page.tsx') },
  { path: 'teach/courses/:courseId/bank/import', lazy: () => import('../features/exam/bank/bank-import-page.tsx') },
];

/** Every page by its address. Each is fetched when first opened. */
export function createRouter() {
  return createBrowserRouter([
    {
      element: <Root />,
      errorElement: <ErrorPage />,
      hydrateFallbackElement: <LoadingPage />,
      children: [
        {
          element: <Shell />,
          children: [
            {
              errorElement: <ErrorPage />,
              children: [
                { path: 'sign-in', lazy: () => import('../features/account/sign-in-page.tsx') },
                { path: 'sign-up', lazy: () => import('../features/account/sign-up-page.tsx') },
                { path: 'forgot-password', lazy: () => import('../features/account/forgot-password-page.tsx') },
                { path: 'reset-password', lazy: () => import('../features/account/reset-password-page.tsx') },
                { path: 'courses', lazy: () => import('../features/course/catalogue-page.tsx') },
                { path: 'courses/:slug', lazy: () => import('../features/course/course-page.tsx') },
                {
                  element: <SignedIn />,
                  children: [
                    ...learnerPages,
                    { element: teachers, children: teachingPages },
                    {
                      element: watchers,
                      children: [
                        {
                          path: 'teach/exams/:examId/room',
                          lazy: () => import('../features/exam/proctor/proctor-page.tsx'),
                        },
                        { path: 'teach/exams/:examId/live', lazy: () => import('../features/reporting/live-page.tsx') },
                      ],
                    },
                    {
                      element: admins,
                      children: [{ path: 'admin/users', lazy: () => import('../features/account/users-page.tsx') }],
                    },
                  ],
                },
                { path: '*', element: <NotFoundPage /> },
              ],
            },
          ],
        },
        {
          element: <SignedIn />,
          children: [{ path: 'attempts/:attemptId', lazy: () => import('../features/exam/room-page.tsx') }],
        },
      ],
    },
  ]);
}
