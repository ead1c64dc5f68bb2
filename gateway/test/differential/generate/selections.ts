import {
  type ArgumentNode,
  type DirectiveNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLCompositeType,
  type GraphQLField,
  type GraphQLSchema,
  getNamedType,
  isCompositeType,
  isInterfaceType,
  isObjectType,
  isRequiredArgument,
  Kind,
  type NameNode,
  type SelectionNode,
  type SelectionSetNode,
} from 'graphql';
import type { Random } from '../random.ts';
import type { Wishes } from './generate-operation.ts';
import { describeUse, enter, enterSelection, fits, type Scope } from './scope.ts';
import type { Variables } from './variables.ts';

const depthMax = 7;
const fieldsMin = 4;
const fieldsMax = 40;
const aliases = ['a', 'b', 'c', 'id', 'name', 'other'];
const typename = '__typename';

/** The object types that can stand at a place. Where none is left, Apollo's planner asks for nothing at all. */
type Possible = readonly string[];

export type Selections = {
  root(type: GraphQLCompositeType): SelectionSetNode;
  readonly fragments: ReadonlyMap<string, FragmentDefinitionNode>;
};

export function createSelections(deps: {
  readonly schema: GraphQLSchema;
  readonly random: Random;
  readonly variables: Variables;
  readonly wishes: Wishes;
}): Selections {
  const { schema, random, variables, wishes } = deps;
  const fragments = new Map<string, FragmentDefinitionNode>();
  const composites = Object.values(schema.getTypeMap()).filter(
    (type): type is GraphQLCompositeType => isCompositeType(type) && !type.name.startsWith('__'),
  );
  /** What each fragment was made for: elsewhere its conditions could all be impossible. */
  const madeFor = new Map<string, Possible>();
  let conditionsAbove = 0;
  let budget = fieldsMin + random.below(fieldsMax - fieldsMin);

  function selectionSet(type: GraphQLCompositeType, scope: Scope, depth: number, possible: Possible): SelectionSetNode {
    const wanted = depth === 0 ? 1 + random.below(4) : 2 + random.below(5);
    const selections: SelectionNode[] = [];
    if (wishes.alwaysTyped?.includes(type.name)) selections.push(fieldOf(type, scope, depth, typename));
    for (let at = 0; at < wanted && (budget > 0 || selections.length === 0); at++) {
      selections.push(selection(type, scope, depth, possible, selections));
    }
    return { kind: Kind.SELECTION_SET, selections: conditionsAbove > 0 ? keepOne(selections) : selections };
  }

  /**
   * Below a condition, something is always asked for without a further one: where nothing is, Apollo's planner leaves
   * out the whole fetch, and nobody can tell an object without fields from null (see planner-faults.ts).
   */
  function keepOne(selections: readonly SelectionNode[]): readonly SelectionNode[] {
    const [first, ...rest] = selections;
    if (!first || selections.some(({ directives }) => !directives?.length)) return selections;
    return [{ ...first, directives: [] }, ...rest];
  }

  function selection(
    type: GraphQLCompositeType,
    scope: Scope,
    depth: number,
    possible: Possible,
    before: readonly SelectionNode[],
  ): SelectionNode {
    const isAbstract = !isObjectType(type);
    if (depth < depthMax && random.chance(isAbstract ? 0.45 : 0.15)) return fragment(type, scope, depth, possible);
    const again = before.filter((node) => node.kind === Kind.FIELD);
    if (again.length > 0 && random.chance(0.1)) return repeat(type, scope, depth, random.pick(again));
    return fieldOf(type, scope, depth, pickField(type, depth));
  }

  function pickField(type: GraphQLCompositeType, depth: number): string {
    if (!isObjectType(type) && !isInterfaceType(type)) return typename;
    if (random.chance(0.08)) return typename;
    const fields = Object.values(type.getFields());
    const leaves = fields.filter((field) => !isCompositeType(getNamedType(field.type)));
    const inner = fields.filter((field) => isCompositeType(getNamedType(field.type)));
    const goesDeeper =
      inner.length > 0 && depth < depthMax && budget > 1 && random.chance(leaves.length === 0 ? 1 : 0.5);
    const choice = goesDeeper ? inner : leaves;
    return choice.length > 0 ? random.pick(choice).name : typename;
  }

  function fieldOf(type: GraphQLCompositeType, scope: Scope, depth: number, field: string): FieldNode {
    budget--;
    const definition = isObjectType(type) || isInterfaceType(type) ? type.getFields()[field] : undefined;
    const bare: FieldNode = {
      kind: Kind.FIELD,
      name: name(field),
      arguments: definition ? argumentsFor(definition) : [],
    };
    const described = describeUse(type, bare, definition ? String(definition.type) : 'String!');
    const use = wishes.hasOneMeaningPerName ? { ...described, isObject: false } : described;
    const wished = random.chance(0.2) ? [random.pick(aliases), field] : [field];
    const answerName = wished.find((candidate) => fits(scope, candidate, use)) ?? freeName(scope, field);
    const below = enter(scope, answerName, use);
    return complete(bare, answerName, definition, below, depth);
  }

  /** The same field once more, with another selection to be merged. */
  function repeat(type: GraphQLCompositeType, scope: Scope, depth: number, node: FieldNode): FieldNode {
    budget--;
    const field = node.name.value;
    const definition = isObjectType(type) || isInterfaceType(type) ? type.getFields()[field] : undefined;
    const answerName = node.alias?.value ?? field;
    const below = scope.get(answerName)?.below ?? new Map();
    const { kind, name, arguments: args = [] } = node;
    return complete({ kind, name, arguments: args }, answerName, definition, below, depth);
  }

  function complete(
    bare: FieldNode,
    answerName: string,
    definition: GraphQLField<unknown, unknown> | undefined,
    below: Scope,
    depth: number,
  ): FieldNode {
    const inner = definition && getNamedType(definition.type);
    const directives = conditions();
    return {
      ...bare,
      ...(answerName !== bare.name.value && { alias: name(answerName) }),
      directives,
      ...(isCompositeType(inner) && {
        selectionSet: under(directives, () => selectionSet(inner, below, depth + 1, possibleOf(inner))),
      }),
    };
  }

  function under<T>(directives: readonly DirectiveNode[], make: () => T): T {
    const before = conditionsAbove;
    conditionsAbove += directives.length;
    const made = make();
    conditionsAbove = before;
    return made;
  }

  function fragment(type: GraphQLCompositeType, scope: Scope, depth: number, around: Possible): SelectionNode {
    const on = random.pick(typesOver(around));
    const possible = around.filter((candidate) => possibleOf(on).includes(candidate));
    const directives = conditions();
    const known = [...fragments.values()].filter(
      ({ name, typeCondition }) =>
        typeCondition.name.value === on.name &&
        madeFor.get(name.value)?.every((candidate) => possible.includes(candidate)),
    );
    // A fragment made elsewhere may hold nothing without a condition.
    if (known.length > 0 && conditionsAbove + directives.length === 0 && random.chance(0.6)) {
      const reused = random.pick(known);
      if (enterSelection(schema, fragments, scope, on, reused.selectionSet, true)) {
        enterSelection(schema, fragments, scope, on, reused.selectionSet, false);
        return { kind: Kind.FRAGMENT_SPREAD, name: reused.name, directives };
      }
    }
    const inner = under(directives, () => selectionSet(on, scope, depth + 1, possible));
    if (random.chance(0.35)) {
      const named = `F${fragments.size}`;
      const typeCondition = { kind: Kind.NAMED_TYPE, name: name(on.name) } as const;
      madeFor.set(named, possible);
      fragments.set(named, { kind: Kind.FRAGMENT_DEFINITION, name: name(named), typeCondition, selectionSet: inner });
      return { kind: Kind.FRAGMENT_SPREAD, name: name(named), directives };
    }
    const isBare = on === type && random.chance(0.5);
    return {
      kind: Kind.INLINE_FRAGMENT,
      ...(!isBare && { typeCondition: { kind: Kind.NAMED_TYPE, name: name(on.name) } }),
      directives,
      selectionSet: inner,
    };
  }

  function possibleOf(type: GraphQLCompositeType): Possible {
    return isObjectType(type) ? [type.name] : schema.getPossibleTypes(type).map(({ name }) => name);
  }

  function typesOver(possible: Possible): readonly GraphQLCompositeType[] {
    return composites.filter((other) => possibleOf(other).some((name) => possible.includes(name)));
  }

  function argumentsFor(field: GraphQLField<unknown, unknown>): readonly ArgumentNode[] {
    return field.args.flatMap((argument) => {
      if (!isRequiredArgument(argument) && random.chance(0.4)) return [];
      const isSession = argument.name === 'session';
      const value = isSession
        ? variables.session()
        : variables.argument(argument.type, argument.defaultValue !== undefined);
      return [{ kind: Kind.ARGUMENT, name: name(argument.name), value } as const];
    });
  }

  function conditions(): readonly DirectiveNode[] {
    if (!random.chance(0.1)) return [];
    const names = random.chance(0.1) ? ['skip', 'include'] : [random.pick(['skip', 'include'])];
    return names.map((directive) => ({
      kind: Kind.DIRECTIVE,
      name: name(directive),
      arguments: [
        {
          kind: Kind.ARGUMENT,
          name: name('if'),
          value: random.chance(0.2) ? { kind: Kind.BOOLEAN, value: random.chance(0.5) } : variables.flag(),
        },
      ],
    }));
  }

  return { root: (type) => selectionSet(type, new Map(), 0, [type.name]), fragments };
}

function name(value: string): NameNode {
  return { kind: Kind.NAME, value };
}

function freeName(scope: Scope, field: string): string {
  let count = 1;
  while (scope.has(`${field.replace(/^_+/, '')}${count}`)) count++;
  return `${field.replace(/^_+/, '')}${count}`;
}
