import {
  type DirectiveNode,
  type FieldDefinitionNode,
  type InputValueDefinitionNode,
  Kind,
  parse,
  type SelectionNode,
  type SelectionSetNode,
  type TypeNode,
} from 'graphql';

/** A field as one subgraph declares it. */
export type FieldDefinition = {
  readonly subgraph: string;
  readonly type: string;
  readonly field: string;
  readonly returns: TypeNode;
  readonly isExternal: boolean;
  readonly requires: SelectionSetNode | undefined;
  readonly provides: SelectionSetNode | undefined;
  readonly contextArguments: readonly ContextArgument[];
};

export type ContextArgument = { readonly name: string; readonly context: string; readonly selection: SelectionSetNode };

/** A type as one subgraph declares it. */
export type TypeDefinition = {
  readonly subgraph: string;
  readonly type: string;
  readonly keys: readonly SelectionSetNode[];
  readonly contexts: readonly string[];
  readonly isInterfaceObject: boolean;
};

export type Definitions = {
  readonly types: readonly TypeDefinition[];
  readonly fields: readonly FieldDefinition[];
  /** `subgraph.Type.field` of fields that another subgraph has taken over for good: asking for one is a mistake. */
  readonly overridden: ReadonlySet<string>;
  /** `subgraph.Type.name` of enums to the names of their values. */
  readonly enumValues: ReadonlyMap<string, readonly string[]>;
};

/** Reads what the subgraphs declare, keys and directives included. */
export function readDefinitions(subgraphs: Readonly<Record<string, string>>): Definitions {
  const types: TypeDefinition[] = [];
  const fields: FieldDefinition[] = [];
  const overridden = new Set<string>();
  const enumValues = new Map<string, readonly string[]>();
  for (const [subgraph, sdl] of Object.entries(subgraphs)) {
    for (const definition of parse(sdl, { noLocation: true }).definitions) {
      if (definition.kind === Kind.ENUM_TYPE_DEFINITION) {
        enumValues.set(`${subgraph}.${definition.name.value}`, definition.values?.map(({ name }) => name.value) ?? []);
      }
      if (!('fields' in definition) || definition.kind === Kind.INPUT_OBJECT_TYPE_DEFINITION) continue;
      if (definition.kind === Kind.INPUT_OBJECT_TYPE_EXTENSION) continue;
      const type = definition.name.value;
      const named = (name: string) =>
        (definition.directives ?? []).filter((directive) => directive.name.value === name);
      types.push({
        subgraph,
        type,
        keys: named('key').map((key) => parseSelection(textArgument(key, 'fields'))),
        contexts: named('context').map((context) => textArgument(context, 'name')),
        isInterfaceObject: named('interfaceObject').length > 0,
      });
      for (const field of definition.fields ?? []) {
        const read = readField(subgraph, type, field);
        fields.push(read.definition);
        if (read.loser !== undefined) overridden.add(`${read.loser}.${type}.${field.name.value}`);
      }
    }
  }
  return { types, fields, overridden, enumValues };
}

function readField(subgraph: string, type: string, node: FieldDefinitionNode) {
  const find = (name: string) => node.directives?.find((directive) => directive.name.value === name);
  const selection = (name: string) => {
    const directive = find(name);
    return directive && parseSelection(textArgument(directive, 'fields'));
  };
  const override = find('override');
  const definition: FieldDefinition = {
    subgraph,
    type,
    field: node.name.value,
    returns: node.type,
    isExternal: find('external') !== undefined,
    requires: selection('requires'),
    provides: selection('provides'),
    contextArguments: (node.arguments ?? []).flatMap(readContextArgument),
  };
  return { definition, loser: override && findLoser(subgraph, override) };
}

/** With a label between 0 and 100 percent, both subgraphs may be asked. */
function findLoser(subgraph: string, override: DirectiveNode): string | undefined {
  const label = override.arguments?.find(({ name }) => name.value === 'label');
  const from = textArgument(override, 'from');
  if (!label) return from;
  const text = textArgument(override, 'label');
  if (text === 'percent(100)') return from;
  return text === 'percent(0)' ? subgraph : undefined;
}

function readContextArgument(argument: InputValueDefinitionNode): readonly ContextArgument[] {
  const directive = argument.directives?.find(({ name }) => name.value === 'fromContext');
  if (!directive) return [];
  const [, context, selection] = /^\s*\$(\w+)\s*([\s\S]*)$/.exec(textArgument(directive, 'field')) ?? [];
  if (context === undefined || selection === undefined) throw new Error('not a field of a context');
  return [
    { name: argument.name.value, context, selection: parseSelection(selection.replace(/^\{([\s\S]*)\}$/, '$1')) },
  ];
}

function textArgument(directive: DirectiveNode, name: string): string {
  const value = directive.arguments?.find((argument) => argument.name.value === name)?.value;
  if (value?.kind !== Kind.STRING) throw new Error(`@${directive.name.value} has no text "${name}"`);
  return value.value;
}

function parseSelection(text: string): SelectionSetNode {
  const [definition] = parse(`{ ${text} }`, { noLocation: true }).definitions;
  if (definition?.kind !== Kind.OPERATION_DEFINITION) throw new Error('not a selection');
  return definition.selectionSet;
}

/** All fields that a selection names at its first level, conditions on types passed through. */
export function topFields(selection: SelectionSetNode): readonly string[] {
  const namesOf = (node: SelectionNode): readonly string[] => {
    if (node.kind === Kind.FIELD) return [node.name.value];
    return node.kind === Kind.INLINE_FRAGMENT ? topFields(node.selectionSet) : [];
  };
  return selection.selections.flatMap(namesOf);
}
