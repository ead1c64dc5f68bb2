import { type FieldNode, getNamedType, isListType, isNonNullType, Kind, type SelectionSetNode } from 'graphql';
import { isObject, type Objectlike, read } from '../objects.ts';
import { collectFields, type OutputObject, type Selecting } from './collect-fields.ts';
import { concreteType } from './write-object.ts';

type Path = readonly (string | number)[];

/**
 * The part of an error's path that the operation asks for; undefined where the field was asked of objects of another
 * type only, so that nobody misses it.
 */
export function createAskedPaths(
  selecting: Selecting,
  root: OutputObject,
  rootSet: SelectionSetNode,
  data: Objectlike,
): (path: Path) => Path | undefined {
  return (path) => {
    let type: OutputObject = root;
    let sets: readonly SelectionSetNode[] = [rootSet];
    // What is selected on any type on the way, whether or not the objects are of it.
    let anySets = sets;
    let object: Objectlike = data;
    for (let index = 0; index < path.length; index += 1) {
      const key = path[index];
      const field = collectFields(selecting, type, sets).find((each) => each.key === key);
      const anyFields = fieldsOfAnyType(selecting, anySets, key);
      if (!field) return anyFields.length > 0 ? undefined : path.slice(0, index);
      let value: unknown = read(object, field.from);
      let fieldType = field.type;
      while (typeof path[index + 1] === 'number' && Array.isArray(value)) {
        index += 1;
        value = value[Number(path[index])];
      }
      while (isNonNullType(fieldType) || isListType(fieldType)) fieldType = fieldType.ofType;
      const next = isObject(value) ? concreteType(selecting, getNamedType(fieldType), value.__typename) : undefined;
      if (!next || !isObject(value)) return path;
      type = next;
      sets = field.sets;
      anySets = anyFields.flatMap(({ selectionSet }) => selectionSet ?? []);
      object = value;
    }
    return path;
  };
}

function fieldsOfAnyType(selecting: Selecting, sets: readonly SelectionSetNode[], key: unknown): FieldNode[] {
  return sets.flatMap((set) =>
    set.selections.flatMap((node) => {
      if (node.kind === Kind.FIELD) return (node.alias ?? node.name).value === key ? [node] : [];
      const body = node.kind === Kind.INLINE_FRAGMENT ? node : selecting.fragments.get(node.name.value);
      return body ? fieldsOfAnyType(selecting, [body.selectionSet], key) : [];
    }),
  );
}
