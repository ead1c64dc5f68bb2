import {
  type ConstDirectiveNode,
  type DirectiveNode,
  type DocumentNode,
  type FragmentDefinitionNode,
  Kind,
  type OperationDefinitionNode,
  type SelectionNode,
  type SelectionSetNode,
  separateOperations,
} from 'graphql';
import { fragmentsOf } from '../project/projection.ts';
import { deferOf } from './find-defers.ts';

/** An operation whose deferred fragments all have labels of ours. */
export type LabelledOperation = {
  /** The operation, alone with the fragments in which nothing is deferred. */
  readonly document: DocumentNode;
  readonly operation: OperationDefinitionNode;
  /** The client's labels by ours. */
  readonly labels: ReadonlyMap<string, string | undefined>;
};

/** Fragments are written out where something in them is deferred; an operation that grows beyond this is sent whole. */
const selectionsMax = 20_000;

/**
 * Gives every deferred fragment a label of its own, once for each place where it stands: the planner takes fragments
 * of one label for the same. `holds` says of a variable whether it is true. Undefined where nothing is deferred.
 */
export function expandDefers(
  document: DocumentNode,
  operation: OperationDefinitionNode,
  holds: (variable: string) => boolean,
): LabelledOperation | undefined {
  const fragments = fragmentsOf(document);
  const labels = new Map<string, string | undefined>();
  const deferring = createDeferSearch(fragments);
  let selections = 0;

  function label(directives: readonly DirectiveNode[] | undefined, mayDefer: boolean): readonly DirectiveNode[] {
    const others = (directives ?? []).filter(({ name }) => name.value !== 'defer');
    const defer = deferOf({ directives });
    if (!defer || !mayDefer || !isActive(defer, holds)) return others;
    const given = argumentOf(defer, 'label');
    const ours = `d${labels.size}`;
    labels.set(ours, given?.kind === Kind.STRING ? given.value : undefined);
    return [...others, deferAs(ours)];
  }

  function expand(set: SelectionSetNode, mayDefer: boolean): SelectionSetNode {
    selections += set.selections.length;
    if (selections > selectionsMax) return set;
    return { ...set, selections: set.selections.map((node) => expandSelection(node, mayDefer)) };
  }

  function expandSelection(node: SelectionNode, mayDefer: boolean): SelectionNode {
    if (node.kind === Kind.FIELD) {
      return node.selectionSet && deferring.isIn(node.selectionSet)
        ? { ...node, selectionSet: expand(node.selectionSet, true) }
        : node;
    }
    if (node.kind === Kind.INLINE_FRAGMENT) {
      const directives = label(node.directives, mayDefer);
      return { ...node, directives, selectionSet: expand(node.selectionSet, mayDefer) };
    }
    const fragment = fragments.get(node.name.value);
    if (!fragment || !(deferOf(node) || deferring.isIn(fragment.selectionSet))) return node;
    const { typeCondition, selectionSet } = fragment;
    const directives = label(node.directives, mayDefer);
    return { kind: Kind.INLINE_FRAGMENT, typeCondition, directives, selectionSet: expand(selectionSet, mayDefer) };
  }

  // What is at the root of a mutation is done in order, and is not to be put off.
  const selectionSet = expand(operation.selectionSet, operation.operation !== 'mutation');
  if (labels.size === 0 || selections > selectionsMax) return undefined;
  const expanded = { ...operation, selectionSet };
  const others = [...fragments.values()].filter((fragment) => !deferring.isIn(fragment.selectionSet));
  const all: DocumentNode = { kind: Kind.DOCUMENT, definitions: [expanded, ...others] };
  return { document: separateOperations(all)[operation.name?.value ?? ''] ?? all, operation: expanded, labels };
}

/** Which selections hold something deferred, in fragments too. */
function createDeferSearch(fragments: ReadonlyMap<string, FragmentDefinitionNode>) {
  const known = new WeakMap<SelectionSetNode, boolean>();
  const isIn = (set: SelectionSetNode): boolean => {
    const found = known.get(set) ?? set.selections.some(search);
    known.set(set, found);
    return found;
  };
  const search = (node: SelectionNode): boolean => {
    if (deferOf(node)) return true;
    const below = node.kind === Kind.FRAGMENT_SPREAD ? fragments.get(node.name.value)?.selectionSet : node.selectionSet;
    return below !== undefined && isIn(below);
  };
  return { isIn };
}

function isActive(defer: DirectiveNode, holds: (variable: string) => boolean): boolean {
  const condition = argumentOf(defer, 'if');
  if (!condition) return true;
  return condition.kind === Kind.VARIABLE
    ? holds(condition.name.value)
    : condition.kind === Kind.BOOLEAN && condition.value;
}

function argumentOf({ arguments: args }: DirectiveNode, name: string) {
  return args?.find((argument) => argument.name.value === name)?.value;
}

function deferAs(value: string): ConstDirectiveNode {
  return {
    kind: Kind.DIRECTIVE,
    name: { kind: Kind.NAME, value: 'defer' },
    arguments: [
      { kind: Kind.ARGUMENT, name: { kind: Kind.NAME, value: 'label' }, value: { kind: Kind.STRING, value } },
    ],
  };
}

/** Our label of a deferred fragment of such an operation. */
export function labelOf(node: SelectionNode): string | undefined {
  const defer = node.directives?.length ? deferOf(node) : undefined;
  const label = defer && argumentOf(defer, 'label');
  return label?.kind === Kind.STRING ? label.value : undefined;
}
