import { argumentsText, eachField, parseFieldSet } from './field-set.ts';
import { type ObjectTypes, textOf } from './join-directives.ts';

/** One field that requires others. */
export type Requiring = {
  /** The subgraph, as `join__Graph` names it. */
  readonly graph: string;
  readonly type: string;
  readonly field: string;
  /** By `Type.field`: the arguments that field is required with, empty where it is with none. */
  readonly needs: ReadonlyMap<string, string>;
};

/** By `Type.field`, for each field that is required with several arguments: by arguments, the name that it is planned by. */
export type RequiredVariants = ReadonlyMap<string, ReadonlyMap<string, string>>;

/**
 * The fault: the planner takes a field that is required with several arguments for one field with one value. With
 *
 *     type Parcel @key(fields: "id") {
 *       id: ID!
 *       price(currency: String!): Float @external
 *       duty: Float @requires(fields: "price(currency: \"USD\")")
 *       tax: Float @requires(fields: "price(currency: \"EUR\")")
 *     }
 *
 * `{ duty tax }` asks for the price once, and works out the tax from dollars. So each of the two becomes a field of its
 * own, `price` and `price__v1`, and the plan is translated back (`restore-variants.ts`).
 */
export function nameVariants(requirings: readonly Requiring[]): RequiredVariants {
  const all = new Map<string, Map<string, string>>();
  for (const { needs } of requirings) {
    for (const [key, args] of needs) {
      const known = all.get(key) ?? new Map<string, string>();
      // The first keeps the field's own name.
      if (!known.has(args)) known.set(args, known.size === 0 ? fieldIn(key) : `${fieldIn(key)}__v${known.size}`);
      all.set(key, known);
    }
  }
  return new Map([...all].filter(([, variants]) => variants.size > 1));
}

/** The supergraph's fields by the names made for their variants. */
export function realNames(variants: RequiredVariants): ReadonlyMap<string, string> {
  const names = [...variants].flatMap(([key, byArguments]) =>
    [...byArguments.values()].map((name) => [name, fieldIn(key)] as const),
  );
  return new Map(names.filter(([name, real]) => name !== real));
}

export function findRequirings(types: ObjectTypes): readonly Requiring[] {
  return [...types].flatMap(([type, { fields = [] }]) =>
    fields.flatMap((field) =>
      (field.directives ?? []).flatMap((use) => {
        const requires = textOf(use, 'requires');
        const graph = textOf(use, 'graph');
        if (requires === undefined || graph === undefined) return [];
        return [{ graph, type, field: field.name.value, needs: readNeeds(requires, type, types) }];
      }),
    ),
  );
}

function readNeeds(requires: string, type: string, types: ObjectTypes): ReadonlyMap<string, string> {
  const needs = new Map<string, string>();
  eachField(parseFieldSet(requires), type, types, (key, node) => needs.set(key, argumentsText(node)));
  return needs;
}

function fieldIn(key: string): string {
  return key.slice(key.indexOf('.') + 1);
}
