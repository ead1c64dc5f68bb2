import { type GraphQLSchema, Kind, type TypeNode } from 'graphql';
import { createRandom, hashText, type Random } from '../random.ts';
import type { SupergraphDefinition } from '../supergraph.ts';
import type { Definitions, FieldDefinition } from './definitions.ts';
import { concreteTypes, createFieldRules, type FieldRule, type FieldRules } from './field-rules.ts';
import { createInstances, type Instances } from './instances.ts';
import { createLeaf } from './leaf.ts';
import { canonical, type Thing, type Value } from './thing.ts';

/** How often things go wrong, of nullable fields, of others, and of entries of lists. */
const failing = { nullable: 0.05, required: 0.02, entry: 0.03 };
const missing = 0.1;
/** A root field that fails leaves nothing to compare. */
const rootShare = 0.3;
const entriesMax = 3;

/** The data behind one supergraph: each value follows from type, instance, field, arguments and required values. */
export type World = {
  readonly definitions: Definitions;
  readonly rules: FieldRules;
  readonly instances: Instances;
  /** `args`: those that clients can see, and those of contexts; `required`: what `@requires` asked for. */
  value(thing: Thing, field: string, args: Readonly<Record<string, unknown>>, required?: unknown): Value;
};

/** `schema` is the supergraph, with all that is inaccessible; `possible` what a type of a subgraph can be. */
export type WorldSchemas = {
  readonly api: GraphQLSchema;
  readonly supergraph: GraphQLSchema;
  readonly subgraphs: Readonly<Record<string, GraphQLSchema>>;
};

export function createWorld(definition: SupergraphDefinition, definitions: Definitions, schemas: WorldSchemas): World {
  const rules = createFieldRules(definition, definitions, schemas.supergraph);
  const instances = createInstances(definition, definitions, schemas.supergraph);
  const leaf = createLeaf(schemas.supergraph, definitions);
  const candidates = createCandidates(definitions, schemas, instances);
  const nulls = new Set(
    Object.entries(definition.nulls ?? {}).flatMap(([name, ids]) => ids.map((id) => `${name}.${id}`)),
  );

  function value(thing: Thing, field: string, args: Readonly<Record<string, unknown>>, required?: unknown): Value {
    const rule = rules(thing.type, field);
    if (nulls.has(`${thing.type}.${field}.${thing.id}`)) return null;
    const givers = rule.definitions.filter((given) => !given.isExternal || rule.isKey);
    if (givers.length > 0 && givers.every(({ subgraph }) => instances.isAbsent(subgraph, thing))) return null;
    const seed = [definition.name, thing.type, thing.id, field, canonical(args), canonical(required)].join('|');
    const random = createRandom(seed);
    const types = rule.definitions.map(({ returns }) => returns);
    return build({ thing, field, rule, seed, random }, types, false);
  }

  type Place = {
    readonly thing: Thing;
    readonly field: string;
    readonly rule: FieldRule;
    readonly seed: string;
    readonly random: Random;
  };

  function build(place: Place, types: readonly TypeNode[], isEntry: boolean): Value {
    const { rule, random } = place;
    const isRequired = types.some(({ kind }) => kind === Kind.NON_NULL_TYPE);
    const bare = types.map((type) => (type.kind === Kind.NON_NULL_TYPE ? type.type : type));
    const share = place.thing.id === '' ? rootShare : 1;
    const rate = isEntry ? failing.entry : isRequired ? failing.required : failing.nullable;
    if (!rule.isCalm && random.chance(rate * share)) return new Error(`${place.thing.type}.${place.field} fails`);
    if (!isRequired && !rule.isKey && random.chance(missing * share)) return null;
    if (bare.every((type) => type.kind === Kind.LIST_TYPE)) {
      const inner = bare.flatMap((type) => (type.kind === Kind.LIST_TYPE ? [type.type] : []));
      return Array.from({ length: random.below(entriesMax + 1) }, () => build(place, inner, true));
    }
    const names = bare.map((type) => (type.kind === Kind.NAMED_TYPE ? type.name.value : 'a list'));
    return buildNamed(place, names, isRequired);
  }

  function buildNamed(place: Place, names: readonly string[], isRequired: boolean): Value {
    const { thing, rule, field, random, seed } = place;
    const made = leaf({ names, rule, thing, field, random });
    if (made !== undefined) return made;
    const found = candidates(rule.definitions, isRequired);
    if (found.length === 0) return null;
    // Instances whose key is another entity are kept apart by having different ones.
    const isOwnKey = rule.isKey && thing.ordinal >= 0;
    const choice = isOwnKey ? found[(Number(thing.id) - 1) % found.length] : random.pick(found);
    if (typeof choice !== 'string') return choice ?? null;
    return { type: choice, id: hashText(`${seed}|${random.below(1e9)}`).toString(36), ordinal: -1 };
  }

  return { definitions, rules, instances, value };
}

/** Instances, or names of types without keys, that every subgraph which declares the field can return. */
function createCandidates(definitions: Definitions, schemas: WorldSchemas, instances: Instances) {
  type Found = { readonly real: readonly (Thing | string)[]; readonly withGhosts: readonly (Thing | string)[] };
  const known = new Map<readonly FieldDefinition[], Found>();

  const possibleIn = ({ subgraph, returns }: FieldDefinition): readonly string[] => {
    const name = namedType(returns);
    const isInterfaceObject = definitions.types.some(
      (type) => type.subgraph === subgraph && type.type === name && type.isInterfaceObject,
    );
    const schema = isInterfaceObject ? schemas.supergraph : schemas.subgraphs[subgraph];
    return schema ? concreteTypes(schema, name) : [];
  };

  const find = (fields: readonly FieldDefinition[]): Found => {
    // What is inaccessible never stands in a visible place: a gateway gives null there, the merged schema an error.
    const types = concreteTypes(schemas.supergraph, namedType(fields[0]?.returns)).filter(
      (type) => schemas.api.getType(type) && fields.every((field) => possibleIn(field).includes(type)),
    );
    const real = types.flatMap((type): readonly (Thing | string)[] =>
      instances.isEntity(type)
        ? instances.of('', type).filter((thing) => !fields.some(({ subgraph }) => instances.isAbsent(subgraph, thing)))
        : [type],
    );
    const ghosts = fields.length === 1 ? fields.flatMap((f) => instances.ghosts(f.subgraph, namedType(f.returns))) : [];
    return { real, withGhosts: [...real, ...ghosts] };
  };

  // In a place that cannot be null, a ghost would make the merged schema fail where a gateway may not notice it.
  return (fields: readonly FieldDefinition[], isRequired: boolean): readonly (Thing | string)[] => {
    const found = known.get(fields) ?? find(fields);
    known.set(fields, found);
    return isRequired ? found.real : found.withGhosts;
  };
}

function namedType(type: TypeNode | undefined): string {
  if (type === undefined) return '';
  return type.kind === Kind.NAMED_TYPE ? type.name.value : namedType(type.type);
}
