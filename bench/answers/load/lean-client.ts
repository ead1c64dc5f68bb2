import type { TypedDocument } from '@lectern/sdk';
import { type Connection, openConnection } from '../../gateway/load/connection.ts';

/** Sends the SDK's own requests over few plain sockets, for a tenth of what `fetch` costs. */
export type LeanClient = Disposable & {
  /** The result's data; throws an Error whose message is the code of the first error. */
  ask<Data, Variables>(document: TypedDocument<Data, Variables>, variables: Variables, token: string): Promise<Data>;
};

export function createLeanClient(url: string, connections: number): LeanClient {
  const port = Number(new URL(url).port);
  const idle: Connection[] = Array.from({ length: connections }, () => openConnection(port));
  const all = [...idle];
  const waiting: ((connection: Connection) => void)[] = [];
  const before = `POST /graphql HTTP/1.1\r\nhost: 127.0.0.1:${port}\r\nauthorization: Bearer `;
  const headers = '\r\ncontent-type: application/json\r\naccept: application/graphql-response+json, application/json';

  function take(): Promise<Connection> {
    const connection = idle.pop();
    return connection ? Promise.resolve(connection) : new Promise((resolve) => waiting.push(resolve));
  }
  function giveBack(connection: Connection): void {
    const next = waiting.shift();
    if (next) next(connection);
    else idle.push(connection);
  }

  return {
    async ask<Data, Variables>(document: TypedDocument<Data, Variables>, variables: Variables, token: string) {
      const body = JSON.stringify({ operationName: document.name, variables, documentId: document.id });
      const request = `${before}${token}${headers}\r\ncontent-length: ${body.length}\r\n\r\n${body}`;
      const connection = await take();
      const text = await new Promise<string>((resolve, reject) => {
        connection.send(request, true, (reply) => {
          giveBack(connection);
          if (typeof reply === 'string') reject(new Error(`NETWORK: ${reply}`));
          else resolve(reply.body ?? '');
        });
      });
      return dataOf<Data>(text);
    },
    [Symbol.dispose]() {
      for (const connection of all) connection.close();
    },
  };
}

function dataOf<Data>(text: string): Data {
  const { data, errors, code } = JSON.parse(text);
  const [error] = errors ?? [];
  if (error) throw new Error(error.extensions?.code ?? error.message);
  if (!data) throw new Error(code ?? 'NO_DATA');
  return data;
}
