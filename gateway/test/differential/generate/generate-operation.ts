import {
  type ASTNode,
  type DocumentNode,
  type GraphQLSchema,
  Kind,
  type OperationDefinitionNode,
  OperationTypeNode,
  parse,
  print,
  visit,
} from 'graphql';
import type { Random } from '../random.ts';
import type { SupergraphDefinition } from '../supergraph.ts';
import { createSelections } from './selections.ts';
import { createVariables } from './variables.ts';

export type Operation = {
  readonly document: DocumentNode;
  readonly query: string;
  /** One run each. */
  readonly variables: readonly Readonly<Record<string, unknown>>[];
  readonly operationName?: string | undefined;
};

export type Wishes = Pick<SupergraphDefinition, 'alwaysTyped' | 'hasOneMeaningPerName'>;

const mutationShare = 0.15;
/** A document with variables runs so often, with other values each time: the second run finds its plan kept. */
const runsWithVariables = 4;

/** A random operation, valid by construction. */
export function generateOperation(schema: GraphQLSchema, random: Random, wishes: Wishes): Operation {
  const mutation = schema.getMutationType();
  const isMutation = mutation && random.chance(mutationShare);
  const root = isMutation ? mutation : schema.getQueryType();
  if (!root) throw new Error('a schema has queries');
  const variables = createVariables(random);
  const selections = createSelections({ schema, random, variables, wishes });
  const selectionSet = selections.root(root);
  const used = usedVariables([selectionSet, ...selections.fragments.values()]);
  const definitions = variables.definitions.filter(({ variable }) => used.has(variable.name.value));
  const name = random.chance(0.5) ? 'Asked' : undefined;
  const operation: OperationDefinitionNode = {
    kind: Kind.OPERATION_DEFINITION,
    operation: isMutation ? OperationTypeNode.MUTATION : OperationTypeNode.QUERY,
    ...(name !== undefined && { name: { kind: Kind.NAME, value: name } }),
    variableDefinitions: definitions,
    selectionSet,
  };
  const others = name !== undefined && random.chance(0.1) ? parse('query Other { __typename }').definitions : [];
  const document: DocumentNode = {
    kind: Kind.DOCUMENT,
    definitions: [operation, ...selections.fragments.values(), ...others],
  };
  const runs = definitions.length > 0 ? runsWithVariables : 1;
  const values = Array.from({ length: runs }, () => variables.draw());
  return { document, query: print(document), variables: values, operationName: name };
}

function usedVariables(nodes: readonly ASTNode[]): ReadonlySet<string> {
  const used = new Set<string>();
  for (const node of nodes) visit(node, { Variable: ({ name }) => void used.add(name.value) });
  return used;
}
