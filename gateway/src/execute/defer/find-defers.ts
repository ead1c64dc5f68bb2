import { type DirectiveNode, type DocumentNode, Kind, visit } from 'graphql';

const directiveName = 'defer';

export function deferOf(node: {
  readonly directives?: readonly DirectiveNode[] | undefined;
}): DirectiveNode | undefined {
  return node.directives?.find(({ name }) => name.value === directiveName);
}

/** The variables that decide about `@defer` in a document; undefined where nothing is to be deferred. */
export function findDefers(document: DocumentNode): readonly string[] | undefined {
  const variables = new Set<string>();
  let isFound = false;
  visit(document, {
    Directive({ name, arguments: args }) {
      if (name.value !== directiveName) return;
      isFound = true;
      const condition = args?.find((argument) => argument.name.value === 'if')?.value;
      if (condition?.kind === Kind.VARIABLE) variables.add(condition.name.value);
    },
  });
  return isFound ? [...variables].sort() : undefined;
}

/** The document as it is answered whole. */
export function withoutDefers(document: DocumentNode): DocumentNode {
  return visit(document, { Directive: ({ name }) => (name.value === directiveName ? null : undefined) });
}
