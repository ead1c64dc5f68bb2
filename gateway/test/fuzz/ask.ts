import { Agent, request } from 'node:http';
import { connect } from 'node:net';
import type { Question } from './questions.ts';

/** What came back. `text` is undefined where the gateway ended the connection without a word. */
export type Reply = { readonly status: number; readonly contentType: string; readonly text: string | undefined };

export type Client = Disposable & { ask(question: Question): Promise<Reply> };

/** No request of a whole client may take so long, whatever the machine is doing. */
const replyMsMax = 30_000;

/** Rejects where no answer comes. */
export function createClient(url: URL, socketsMax: number): Client {
  const agent = new Agent({ keepAlive: true, maxSockets: socketsMax });
  return {
    ask: (question) => (question.raw === undefined ? askWell(url, agent, question) : askBadly(url, question.raw)),
    [Symbol.dispose]: () => agent.destroy(),
  };
}

function askWell(url: URL, agent: Agent, { method, path, headers, body }: Question): Promise<Reply> {
  return new Promise((resolve, reject) => {
    const asking = request(url, {
      agent,
      method,
      path,
      headers: { ...headers, 'content-length': Buffer.byteLength(body) },
    });
    const timer = setTimeout(() => asking.destroy(new Error('no answer came')), replyMsMax);
    asking.on('error', (error) => {
      clearTimeout(timer);
      reject(error);
    });
    asking.on('response', async (response) => {
      try {
        const chunks: Buffer[] = [];
        for await (const chunk of response) chunks.push(chunk);
        const contentType = response.headers['content-type'] ?? '';
        resolve({ status: response.statusCode ?? 0, contentType, text: Buffer.concat(chunks).toString() });
      } catch (error) {
        reject(error);
      } finally {
        clearTimeout(timer);
      }
    });
    asking.end(body);
  });
}

/** So long a client of broken requests waits for a first word before it leaves. */
const leaveMs = 200;

/** Writes the bytes, waits a moment, leaves, and sees that the gateway ends the connection too. */
function askBadly(url: URL, bytes: string): Promise<Reply> {
  return new Promise((resolve, reject) => {
    const socket = connect({ host: url.hostname, port: Number(url.port), allowHalfOpen: true });
    const timer = setTimeout(() => socket.destroy(new Error('the connection was left open')), replyMsMax);
    const leave = setTimeout(() => socket.end(), leaveMs);
    let text = '';
    socket.setEncoding('utf8');
    socket.on('data', (data) => {
      text += data;
      leave.refresh();
    });
    // It ended first.
    socket.on('end', () => socket.end());
    // A reset is an end as well.
    socket.on('error', (error) => (error.message.includes('left open') ? reject(error) : undefined));
    socket.on('close', () => {
      clearTimeout(timer);
      clearTimeout(leave);
      resolve(readReply(text));
    });
    socket.write(bytes);
  });
}

/** The first final response of a connection. */
function readReply(text: string): Reply {
  const final = text.replace(/^(HTTP\/1\.1 1\d\d [^\r]*\r\n(?:[^\r]+\r\n)*\r\n)+/, '');
  const [, status, head = '', rest = ''] =
    /^HTTP\/1\.1 (\d{3})[^\r]*\r\n((?:[^\r]+\r\n)*)\r\n([\s\S]*)$/.exec(final) ?? [];
  if (status === undefined) return { status: 0, contentType: '', text: undefined };
  // The empty body of a refusal by Node itself.
  if (rest === '0\r\n\r\n') return { status: Number(status), contentType: '', text: '' };
  const length = /^content-length: (\d+)/im.exec(head)?.[1];
  const body = length === undefined ? rest : Buffer.from(rest).subarray(0, Number(length)).toString();
  return { status: Number(status), contentType: /^content-type: (.*)$/im.exec(head)?.[1] ?? '', text: body };
}
