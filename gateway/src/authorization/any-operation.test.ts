import { describe, expect, it } from '@jest/globals';
import {
  type DocumentNode,
  type GraphQLNamedType,
  getNamedType,
  isAbstractType,
  isCompositeType,
  isInterfaceType,
  isObjectType,
  Kind,
  parse,
  type SelectionSetNode,
  validate,
} from 'graphql';
import { readSupergraph } from '../../test/_compose.ts';
import { composeProtectedSupergraph } from '../../test/_protected-supergraph.ts';
import { readFieldRequirements } from './field-requirements.ts';
import { fragmentsOf, operationOf } from './filter-operation.ts';
import { readAuthorization } from './read-authorization.ts';
import { type Grants, isMet } from './requirement.ts';

const { document: supergraph, apiSchema } = readSupergraph(composeProtectedSupergraph());
const operationsCount = 400;
const seed = Number(process.env.TEST_SEED ?? 1);

/** Numbers from 0 up to 1, the same for the same seed (mulberry32). */
function createRandom(from: number): () => number {
  let state = from;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** A random operation, as text; now and then one that does not validate, because its fields cannot be merged. */
function randomOperation(random: () => number): string {
  const pick = <T>(all: readonly T[]): T => {
    const one = all[Math.floor(random() * all.length)];
    if (one === undefined) throw new Error('nothing to pick from');
    return one;
  };
  const fragments: string[] = [];
  const variables: string[] = [];

  function field(type: GraphQLNamedType, depth: number): string {
    if (!isObjectType(type) && !isInterfaceType(type)) return '__typename';
    const { name, args, type: output } = pick(Object.values(type.getFields()));
    const below = getNamedType(output);
    if (isCompositeType(below) && depth === 0) return '__typename';
    const hasArgument = args.some((arg) => arg.name === 'text') && random() < 0.5;
    const alias = hasArgument ? `a${variables.length}: ` : '';
    if (hasArgument) variables.push(`$v${variables.length}: String`);
    const given = hasArgument ? `(text: $v${variables.length - 1})` : '';
    return `${alias}${name}${given}${isCompositeType(below) ? selections(below, depth - 1) : ''}`;
  }
  function narrowed(type: GraphQLNamedType): GraphQLNamedType {
    return isAbstractType(type) && random() < 0.7 ? pick(apiSchema.getPossibleTypes(type)) : type;
  }
  function selection(type: GraphQLNamedType, depth: number): string {
    const chance = random();
    if (chance < 0.6 || depth === 0) return field(type, depth);
    const on = narrowed(type);
    const inner = selections(on, depth - 1);
    if (chance < 0.8) return `... on ${on.name} ${inner}`;
    fragments.push(`fragment F${fragments.length} on ${on.name} ${inner}`);
    return `...F${fragments.length - 1}`;
  }
  function selections(type: GraphQLNamedType, depth: number): string {
    return `{ ${Array.from({ length: 1 + Math.floor(random() * 3) }, () => selection(type, depth)).join(' ')} }`;
  }

  const kind = pick(['query', 'query', 'mutation']);
  const root = apiSchema.getType(kind === 'query' ? 'Query' : 'Mutation');
  if (!root) throw new Error('the graph has no root');
  const body = selections(root, 4);
  return `${kind} Q${variables.length ? `(${variables.join()})` : ''} ${body} ${fragments.join(' ')}`;
}

/** Every field with its place, fragments expanded, nothing remembered: the plainest reading of the rules. */
function expand(document: DocumentNode, isRefused: (type: string, field: string) => boolean) {
  const kept = new Set<string>();
  const refused = new Set<string>();
  const fragments = fragmentsOf(document);
  const walk = (set: SelectionSetNode | undefined, type: GraphQLNamedType | undefined, path: string): void => {
    for (const node of set?.selections ?? []) {
      if (node.kind !== Kind.FIELD) {
        const fragment = node.kind === Kind.FRAGMENT_SPREAD ? fragments.get(node.name.value) : node;
        const on = fragment?.typeCondition?.name.value;
        walk(fragment?.selectionSet, on === undefined ? type : apiSchema.getType(on), path);
        continue;
      }
      const name = node.name.value;
      if (!type || name === '__typename') continue;
      const at = `${path}/${(node.alias ?? node.name).value}`;
      if (isRefused(type.name, name)) refused.add(at);
      else {
        kept.add(`${at} of ${type.name}`);
        const output = isObjectType(type) || isInterfaceType(type) ? type.getFields()[name]?.type : undefined;
        walk(node.selectionSet, getNamedType(output), at);
      }
    }
  };
  const operation = operationOf(document);
  walk(operation.selectionSet, apiSchema.getRootType(operation.operation) ?? undefined, '');
  return { kept, refused };
}

const isSame = (a: ReadonlySet<string>, b: ReadonlySet<string>) => a.size === b.size && a.isSubsetOf(b);

const viewers: readonly Grants[] = [[], ['a'], ['c', 'write'], ['gold', 'a', 'b']].flatMap((scopes, at) => [
  { isAuthenticated: at > 0, scopes: new Set(scopes), policies: new Set() },
  { isAuthenticated: true, scopes: new Set(scopes), policies: new Set(['p']) },
]);

describe('any operation', () => {
  it('keeps what is granted, loses the rest, names it, and stays valid', () => {
    const requirements = readFieldRequirements(supergraph);
    const authorization = readAuthorization(supergraph, apiSchema);
    const random = createRandom(seed);
    let refusedCount = 0;
    for (let count = 0; count < operationsCount; ) {
      const text = randomOperation(random);
      const document = parse(text);
      if (validate(apiSchema, document).length > 0) continue;
      count += 1;
      for (const grants of viewers) {
        const isRefused = (type: string, field: string) =>
          [...(requirements?.(type, field) ?? [])].some((requirement) => !isMet(requirement, grants));
        const { kept, refused } = expand(document, isRefused);
        const verdict = authorization?.requirementsOf(document)?.check(grants) ?? { isAllowed: true };
        const rest = verdict.isAllowed ? document : verdict.document;
        const paths = verdict.isAllowed ? [] : verdict.refusals.map(({ path }) => `/${path.join('/')}`);
        const left: ReadonlySet<string> = rest && !verdict.isAllowed ? expand(rest, () => false).kept : kept;
        const errors = rest && rest !== document ? validate(apiSchema, rest) : [];
        const context = { seed, text, scopes: [...grants.scopes] };
        // Compared by hand first: each comparison of Jest's costs more than all the rest.
        if (!isSame(new Set(paths), refused) || !isSame(left, kept) || errors.length > 0 || (!rest && kept.size > 0)) {
          expect({ ...context, refused: paths, left, errors }).toEqual({ ...context, refused, left: kept, errors: [] });
          throw new Error(`nothing is left of ${text}`);
        }
        refusedCount += paths.length;
      }
    }
    expect(refusedCount).toBeGreaterThan(operationsCount);
  });
});
