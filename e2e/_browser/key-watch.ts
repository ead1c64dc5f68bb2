import type { Page, Response, WebSocket } from 'playwright-core';

/**
 * Looks at everything the product sends to a browser whose person teaches nobody: no answer key may be in it. What
 * the exam's policy shows of an ended attempt (`rightAnswer`, `feedback`) is no leak; while the attempt runs it is.
 */

/** Fields that only authors' types have. */
const authorsFields = new Set([
  'isRight',
  'acceptedTexts',
  'tolerance',
  'toleranceKind',
  'guidance',
  'pattern',
  'publishObstacles',
  'publishedQuestions',
]);
/** Fields that a policy may show, but never of an attempt that runs. */
const resultFields = new Set(['rightAnswer', 'feedback', 'verdict', 'markerFeedback']);
const authorsRoles = new Set(['INSTRUCTOR', 'ADMIN']);

/** The places in a response that hold a key, as paths; empty when there is none. */
export function keysIn(value: unknown, path = '', runs = false): string[] {
  if (Array.isArray(value)) return value.flatMap((entry, index) => keysIn(entry, `${path}[${index}]`, runs));
  if (typeof value !== 'object' || value === null) return [];
  const isRunning = runs || ('status' in value && value.status === 'IN_PROGRESS');
  return Object.entries(value).flatMap(([field, inner]) => {
    const at = `${path}.${field}`;
    const isEmpty = inner === null || (Array.isArray(inner) && inner.length === 0);
    if (authorsFields.has(field) && !isEmpty) return [at];
    if (field === 'targetId' && /\.premises\[\d+\]$/.test(path)) return [at];
    if (isRunning && resultFields.has(field) && !isEmpty) return [at];
    return keysIn(inner, at, isRunning);
  });
}

/** Whether a bearer token is that of someone who writes exams. */
function isAuthors(authorization: string): boolean {
  const payload = /^Bearer [^.]+\.([^.]+)\./.exec(authorization)?.[1];
  if (payload === undefined) return false;
  const { roles } = JSON.parse(Buffer.from(payload, 'base64url').toString('utf8'));
  return Array.isArray(roles) && roles.some((role) => authorsRoles.has(role));
}

/** Reports every key that reaches the page, with the place it was found at. */
export function watchForKeys(page: Page, report: (leak: string) => void): void {
  let isAuthor = false;
  page.on('response', (response) => {
    const { authorization } = response.request().headers();
    if (authorization !== undefined) isAuthor = isAuthors(authorization);
    if (!isAuthor && isJson(response)) void lookAt(response, report);
  });
  page.on('websocket', (socket: WebSocket) => {
    socket.on('framesent', ({ payload }) => {
      const token = /"(Bearer [\w-]+\.[\w-]+\.[\w-]+)"/.exec(String(payload))?.[1];
      if (token !== undefined) isAuthor = isAuthors(token);
    });
    socket.on('framereceived', ({ payload }) => {
      if (!isAuthor) reportKeys(String(payload), 'a live event', report);
    });
  });
}

function isJson(response: Response): boolean {
  return /json/.test(response.headers()['content-type'] ?? '');
}

async function lookAt(response: Response, report: (leak: string) => void): Promise<void> {
  // The page may be gone before its last response is read.
  const text = await response.text().catch(() => '');
  reportKeys(text, new URL(response.url()).pathname, report);
}

function reportKeys(text: string, from: string, report: (leak: string) => void): void {
  let body: unknown;
  try {
    body = JSON.parse(text);
  } catch {
    return;
  }
  for (const at of keysIn(body)) report(`${from} holds a key at ${at}`);
}
