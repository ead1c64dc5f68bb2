import { createLogger, createMetrics } from '@lectern/runtime';
import { startSubgraph } from '@lectern/subgraph';
import { parse } from 'graphql';
import pg from 'pg';
import { answerLines } from '../../gateway/processes/lines.ts';
import { boardSdl } from './sdl.ts';

export type SubgraphQuestion =
  | { readonly kind: 'open'; readonly databaseUrl: string; readonly signingSecret: string }
  | { readonly kind: 'report' };
export type SubgraphReport = {
  readonly url: string;
  /** Statements sent to PostgreSQL; nobody else asks it while a bench counts. */
  readonly queries: number;
};

let report = { url: '', queries: 0 };

await answerLines(async (question: SubgraphQuestion): Promise<SubgraphReport> => {
  if (question.kind === 'open') await open(question);
  return report;
});

async function open({ databaseUrl, signingSecret }: Extract<SubgraphQuestion, { kind: 'open' }>): Promise<void> {
  const pool = new pg.Pool({ connectionString: databaseUrl, max: 8 });
  const find = async (name: string, text: string, values: readonly unknown[]): Promise<unknown> => {
    report = { ...report, queries: report.queries + 1 };
    const { rows } = await pool.query({ name, text, values: [...values] });
    return rows[0]?.state ?? null;
  };
  const { url } = await startSubgraph({
    name: 'boards',
    typeDefs: parse(boardSdl),
    resolvers: {
      Query: {
        board: (_: unknown, { id }: { id: string }) => find('board', 'select state from board where id = $1', [id]),
        // Results are their viewer's alone; who has none waits for one.
        result: (_: unknown, { id }: { id: string }, { viewer }: { viewer: { id?: string } }) =>
          find('result', 'select state from result where id = $1 and viewer_id = $2', [id, viewer.id]),
      },
    },
    signingSecret,
    host: '127.0.0.1',
    port: 0,
    logger: createLogger('boards', { level: 'silent', format: 'json' }),
    metrics: createMetrics('boards'),
    checks: {},
    createContext: ({ viewer }) => ({ viewer }),
  });
  report = { ...report, url };
}
