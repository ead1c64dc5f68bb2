import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import { describe, expect, it } from '@jest/globals';

/** The import rules of docs/style.md, section "Who may import what", as a scan over the import lines. */
const root = join(import.meta.dirname, '../../..');

type ImportLine = { readonly file: string; readonly target: string };

const sources = ['packages', 'schema', 'gateway', 'subgraphs', 'scheduler', 'client'].flatMap((top) =>
  readdirSync(join(root, top), { recursive: true, encoding: 'utf8' })
    .map((file) => join(top, file))
    .filter((file) => /\.tsx?$/.test(file) && !/(^|\/)(node_modules|dist)\//.test(file)),
);
const isTest = (file: string) => /\.test\.tsx?$|\/test\//.test(file);
const product = sources.filter((file) => !isTest(file) && !file.endsWith('.generated.ts'));
const imports: readonly ImportLine[] = product.flatMap((file) =>
  [...readFileSync(join(root, file), 'utf8').matchAll(/^\s*(?:import|export)[^'"]*?from '([^']+)'/gm)].map(
    ([, target]) => ({
      file,
      target: target?.startsWith('.') ? relative(root, join(root, dirname(file), target)) : (target ?? ''),
    }),
  ),
);

/** The workspace a file or package name belongs to. */
function workspaceOf(path: string): string {
  if (path.startsWith('@lectern/')) return path.split('/').slice(0, 2).join('/');
  const [top, second] = path.split(sep);
  return top === 'packages' || top === 'subgraphs' || top === 'client' ? `@lectern/${second}` : `@lectern/${top}`;
}

const breaking = (rule: (line: ImportLine) => boolean) =>
  imports.filter(rule).map(({ file, target }) => `${file} imports ${target}`);
const subgraphs = ['identity', 'course', 'video-access', 'exam', 'reporting'].map((name) => `@lectern/${name}`);
const isIn = (file: string, folder: string) => file.startsWith(folder + sep);

describe('imports', () => {
  it('found something to look at', () => {
    expect(imports.length).toBeGreaterThan(200);
  });

  it('never lead from one subgraph to another, nor to gateway, scheduler or client', () => {
    const outside = [...subgraphs, '@lectern/gateway', '@lectern/scheduler', '@lectern/sdk', '@lectern/web'];
    expect(
      breaking(({ file, target }) => {
        const to = workspaceOf(target);
        return isIn(file, 'subgraphs') && outside.includes(to) && to !== workspaceOf(file);
      }),
    ).toEqual([]);
  });

  it('never lead from a package to a service', () => {
    const services = [...subgraphs, '@lectern/gateway', '@lectern/scheduler', '@lectern/web'];
    expect(breaking(({ file, target }) => isIn(file, 'packages') && services.includes(workspaceOf(target)))).toEqual(
      [],
    );
  });

  it('lead from errors and events to nothing', () => {
    const roots = ['@lectern/errors', '@lectern/events'];
    expect(
      breaking(({ file, target }) => roots.includes(workspaceOf(file)) && workspaceOf(target) !== workspaceOf(file)),
    ).toEqual([]);
  });

  it('lead from the web app to the SDK and nothing else of ours', () => {
    const ours = (target: string) => target.startsWith('@lectern/') && target !== '@lectern/sdk';
    expect(breaking(({ file, target }) => isIn(file, 'client/web') && ours(target))).toEqual([]);
    expect(
      breaking(({ file, target }) => isIn(file, 'client/sdk/src') && (ours(target) || target.startsWith('node:'))),
    ).toEqual([]);
  });

  it('name a library only where it is at home', () => {
    const homes: readonly (readonly [RegExp, RegExp])[] = [
      [/^@apollo\/(server|gateway|query-planner)/, /^gateway\//],
      [/^@apollo\/subgraph/, /^packages\/subgraph\//],
      [/^(agenda|@agendajs\/)/, /^scheduler\/src\/agenda\.ts$/],
      [
        /^@mikro-orm\//,
        /^(packages\/postgres|subgraphs\/[^/]+\/(migrations|src\/.*\.(entity|queries)|src\/db\/|src\/[\w-]+\/|src\/(deps|service)))/,
      ],
      [/^@lectern\/testing/, /^(packages\/testing|e2e|bench)\//],
    ];
    for (const [library, home] of homes) {
      expect(breaking(({ file, target }) => library.test(target) && !home.test(file))).toEqual([]);
    }
  });

  it('leave pure rules pure: no ORM, GraphQL, Redis or Node in files that decide', () => {
    const pure = /(^|\/)(deadline|attempt-status|score-[\w-]+|start-obstacle|shuffle)\.ts$/;
    expect(
      breaking(({ file, target }) => pure.test(file) && /^(@mikro-orm|graphql|ioredis|pg|node:)/.test(target)),
    ).toEqual([]);
  });
});

describe('the product’s sources', () => {
  it('read the environment only where configuration is read', () => {
    const allowed =
      /(config|settings|service-env|run-process|run-tests|find-executable|postgres-account|ensure-redis|main|dev)\.ts$|^packages\/testing\/|^client\/web\/vite/;
    const readers = product.filter(
      (file) => !allowed.test(file) && /\bprocess\.env\b/.test(readFileSync(join(root, file), 'utf8')),
    );
    expect(readers).toEqual([]);
  });

  it('keep the gateway free of the domain', () => {
    const domain = /\b(exam|course|lesson|learner|enrolment|attempt|video|quiz)s?\b/i;
    const found = product
      .filter((file) => isIn(file, 'gateway'))
      .filter((file) =>
        domain.test(
          readFileSync(join(root, file), 'utf8').replaceAll(
            /\b(per|first|last|one|an|each|failed|sign-in|retry) attempts?\b/gi,
            '',
          ),
        ),
      );
    expect(found).toEqual([]);
  });
});
