import type { GraphQLFieldResolver, GraphQLTypeResolver } from 'graphql';
import type { SupergraphDefinition } from '../supergraph.ts';
import type { ContextArgument } from './definitions.ts';
import type { Projector } from './project.ts';
import type { Journals } from './resolve-in-subgraph.ts';
import { isThing, type Thing } from './thing.ts';
import type { createVisibleArgs } from './visible-args.ts';
import type { World } from './world.ts';

/** A thing, and what it was reached through: arguments of `@fromContext` come from above. */
class Placed {
  readonly thing: Thing;
  readonly parent: Placed | undefined;
  constructor(thing: Thing, parent: Placed | undefined) {
    this.thing = thing;
    this.parent = parent;
  }
}

export type MergedResolvers = {
  readonly field: GraphQLFieldResolver<unknown, Journals>;
  readonly type: GraphQLTypeResolver<unknown, Journals>;
};

/** Resolves the merged schema directly from the data: what a gateway's answers are held against. */
export function createMergedResolvers(deps: {
  readonly definition: SupergraphDefinition;
  readonly world: World;
  readonly projector: Projector;
  readonly visibleArgs: ReturnType<typeof createVisibleArgs>;
}): MergedResolvers {
  const { definition, world, projector, visibleArgs } = deps;

  function fromContext(placed: Placed, { context, selection }: ContextArgument): unknown {
    for (let at: Placed | undefined = placed; at; at = at.parent) {
      const { type } = at.thing;
      const isContext = world.definitions.types.some(
        (candidate) => candidate.type === type && candidate.contexts.includes(context),
      );
      if (isContext) return onlyLeaf(projector.thing(at.thing, selection));
    }
    throw new Error(`no ${context} above`);
  }

  return {
    field: (source, args, journals, info) => {
      const step = definition.steps?.[`${info.parentType.name}.${info.fieldName}`];
      if (step) return step(journals.of(args.session), args);
      const placed =
        source instanceof Placed ? source : new Placed({ type: info.parentType.name, id: '', ordinal: -1 }, undefined);
      const { thing } = placed;
      const rule = world.rules(thing.type, info.fieldName);
      const all = { ...args };
      for (const argument of rule.contextArguments) all[argument.name] = fromContext(placed, argument);
      const required = rule.requires && projector.thing(thing, rule.requires);
      return place(world.value(thing, info.fieldName, visibleArgs(thing.type, info.fieldName, all), required), placed);
    },
    type: (source) => (source instanceof Placed ? source.thing.type : undefined),
  };
}

function place(value: unknown, parent: Placed): unknown {
  if (Array.isArray(value)) return value.map((entry) => place(entry, parent));
  if (!isThing(value)) return value;
  return value.isGhost ? null : new Placed(value, parent);
}

/** The one value at the end of `{ a { b } }`. */
function onlyLeaf(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  const [first] = Object.values(value);
  return onlyLeaf(first);
}
