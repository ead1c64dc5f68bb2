/** The forms in which an answer that goes on is sent: Server-Sent Events, or parts as Apollo's clients read them. */
export type StreamForm = 'SSE' | 'MULTIPART';

export type AcceptedStream = {
  readonly form: StreamForm;
  /** Whether an answer in one piece is welcome too, as of clients that say the same with all their operations. */
  readonly takesWhole: boolean;
};

const whole: ReadonlySet<string> = new Set([
  ...['*/*', 'application/*', 'application/json', 'application/graphql-response+json'],
]);

/** The form of a stream that the client prefers by `q`, else the first that it names; undefined where it takes none. */
export function acceptedStream(accept: string | undefined): AcceptedStream | undefined {
  if (accept === undefined || !(accept.includes('event-stream') || accept.includes('subscriptionSpec')))
    return undefined;
  let form: StreamForm | undefined;
  let best = 0;
  let takesWhole = false;
  for (const range of accept.split(',')) {
    const [type = '', ...parameters] = range.split(';').map((part) => part.trim().replaceAll('"', ''));
    const quality = Number(parameters.find((parameter) => parameter.startsWith('q='))?.slice(2) ?? 1);
    if (whole.has(type)) takesWhole ||= quality > 0;
    const named = formOf(type, parameters);
    if (!named || !(quality > best)) continue;
    form = named;
    best = quality;
  }
  return form && { form, takesWhole };
}

function formOf(type: string, parameters: readonly string[]): StreamForm | undefined {
  if (type === 'text/event-stream') return 'SSE';
  const isSpoken = parameters.includes('subscriptionSpec=1.0') || parameters.includes('subscriptionSpec=1');
  return type === 'multipart/mixed' && isSpoken ? 'MULTIPART' : undefined;
}
