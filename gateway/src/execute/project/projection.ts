import { LecternError } from '@lectern/errors';
import {
  type DocumentNode,
  type FragmentDefinitionNode,
  GraphQLError,
  type GraphQLSchema,
  Kind,
  type OperationDefinitionNode,
  type SelectionSetNode,
} from 'graphql';
import { LRUCache } from 'lru-cache';
import { errorsMax, executeErrors } from '../execute.errors.ts';
import type { Objectlike } from '../objects.ts';
import type { TypeConditions } from '../type-conditions.ts';
import { createAskedPaths } from './asked-paths.ts';
import { type ConditionValues, conditionVariables, type OutputObject, type Selecting } from './collect-fields.ts';
import type { ProjectionState } from './leaf.ts';
import { type Misfit, shape } from './shape.ts';
import { createWriterSource, type ObjectWriter } from './write-object.ts';

/** Turns merged data into the `data` of the response, as JSON text. */
export type Projection = {
  /** Adds errors for what does not fit the schema and no error tells of yet. `conditions`: coerced variables. */
  write(
    data: Objectlike,
    conditions: Readonly<Record<string, unknown>>,
    errors: GraphQLError[],
    /** Objects that stand in several places; each is written once. */
    shared: ReadonlySet<object>,
  ): string;
};

/** Variants kept per operation: one for each combination of the variables of `@skip` and `@include` that is used. */
const variantsMax = 32;

type Variant = { readonly selecting: Selecting; readonly root: OutputObject; readonly writer: ObjectWriter };

export function compileProjection(
  schema: GraphQLSchema,
  document: DocumentNode,
  operation: OperationDefinitionNode,
  applies: TypeConditions,
  { refused, renames }: Pick<Selecting, 'refused' | 'renames'>,
): Projection {
  const root = schema.getRootType(operation.operation);
  if (!root) throw new Error(`the schema has no root of ${operation.operation}`);
  const fragments = fragmentsOf(document);
  const names = conditionVariables(document);
  const variants = new LRUCache<string, Variant>({ max: variantsMax });

  function compile(conditions: ConditionValues): Variant {
    const selecting: Selecting = { schema, fragments, applies, conditions, refused, renames };
    const writer = createWriterSource(selecting)(root as OutputObject, [operation.selectionSet]);
    return { selecting, root: root as OutputObject, writer };
  }

  const only = names.length === 0 ? compile({}) : undefined;
  function variantOf(given: Readonly<Record<string, unknown>>): Variant {
    const key = names.map((name) => (given[name] === true ? '1' : '0')).join('');
    const known = variants.get(key);
    if (known) return known;
    const variant = compile(Object.fromEntries(names.map((name) => [name, given[name] === true])));
    variants.set(key, variant);
    return variant;
  }

  return {
    write(data, given, errors, shared) {
      const variant = only ?? variantOf(given);
      const state: ProjectionState = { isSound: true, shared, written: new Map() };
      if (errors.length > 0) keepAsked(variant, operation.selectionSet, data, errors);
      const text = variant.writer(data, state);
      if (state.isSound) return text;
      const shaped = shape(variant.selecting, variant.root, operation.selectionSet, data);
      for (const misfit of shaped.misfits) {
        if (errors.length >= errorsMax) break;
        if (!isTold(misfit, errors)) errors.push(toError(misfit));
      }
      return JSON.stringify(shaped.data);
    },
  };
}

/**
 * A plan fetches more than the client asks for: what fails there is no error of the response. What only the plan
 * needs is told where the field stands that needed it.
 */
function keepAsked(
  { selecting, root }: Variant,
  set: SelectionSetNode,
  data: Objectlike,
  errors: GraphQLError[],
): void {
  const askedPath = createAskedPaths(selecting, root, set, data);
  const kept = errors.flatMap((error) => {
    const { message, path, originalError, extensions } = error;
    if (!path || originalError instanceof LecternError) return [error];
    const asked = askedPath(path);
    if (asked === undefined) return [];
    return asked.length === path.length ? [error] : [new GraphQLError(message, { path: asked, extensions })];
  });
  errors.splice(0, errors.length, ...kept);
}

/** Whether an error that is there already explains it: at its place, below it, above it, or of the whole. */
export function isTold({ path }: Misfit, errors: readonly GraphQLError[]): boolean {
  return errors.some(({ path: told, originalError }) => {
    if (!told) return true;
    // Refusals are told once for all entries of a list, and so is a subgraph that does not answer.
    const isForAll = originalError instanceof LecternError && !isMisfit(originalError);
    const [place, known] = isForAll ? [path.filter(isName), told.filter(isName)] : [path, told];
    return place.every((key, index) => index >= known.length || known[index] === key);
  });
}

const isName = (key: string | number) => typeof key === 'string';
const isMisfit = ({ code }: LecternError) => code in executeErrors.definitions;

const codes = { NOT_FOUND: 'ENTITY_NOT_FOUND', INVALID: 'ANSWER_INVALID' } as const;

export function toError({ path, kind, reason }: Misfit): GraphQLError {
  const error = executeErrors.make(codes[kind], { detail: { reason } });
  return new GraphQLError(error.message, { path, originalError: error, extensions: { code: error.code } });
}

export function fragmentsOf(document: DocumentNode): ReadonlyMap<string, FragmentDefinitionNode> {
  const fragments = new Map<string, FragmentDefinitionNode>();
  for (const definition of document.definitions) {
    if (definition.kind === Kind.FRAGMENT_DEFINITION) fragments.set(definition.name.value, definition);
  }
  return fragments;
}
