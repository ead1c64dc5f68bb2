import fc from 'fast-check';
import { isInputType, Kind, parse, typeFromAST } from 'graphql';
import { type Definition, definition, literal, schemaOf, world } from './random-schema.ts';
import { anything, valuesOf } from './random-values.ts';

export function operationOf(definitions: readonly (readonly [string, Definition])[], argument: string) {
  const written = definitions.map(
    ([name, { type, defaultValue }]) => `$${name}: ${type}${defaultValue === '' ? '' : ` = ${defaultValue}`}`,
  );
  const text = `query${written.length > 0 ? `(${written.join(', ')})` : ''} { f${argument} }`;
  const [operation] = parse(text, { noLocation: true }).definitions;
  if (operation?.kind !== Kind.OPERATION_DEFINITION) throw new Error(`not an operation: ${text}`);
  return operation;
}

/** A world, an operation in it, and ten sets of variables, most of which fit. */
export const cases = fc
  .record({
    world,
    v: definition,
    w: definition,
    hasReserved: fc.integer({ min: 0, max: 20 }).map((it) => it === 0),
    argument: fc.oneof(
      fc.constantFrom('(argument: $v)', '(argument: $toString)'),
      fc.constant(''),
      literal.map((it) => `(argument: ${it})`),
    ),
  })
  .chain(({ world: made, v, w, hasReserved, argument }) => {
    const schema = schemaOf(made);
    const operation = operationOf(
      [['v', v], ['toString', w], ...(hasReserved ? [['__proto__', v] as const] : [])],
      argument,
    );
    const { variableDefinitions: definitions = [] } = operation;
    const { f: field } = schema.getQueryType()?.getFields() ?? {};
    const [node] = operation.selectionSet.selections;
    if (!field || node?.kind !== Kind.FIELD) throw new Error('nothing to read');
    const entries = definitions.map(({ variable, type: node }) => {
      const type = typeFromAST(schema, node);
      const value = isInputType(type) ? valuesOf(type) : anything;
      return fc.tuple(fc.constant(variable.name.value), value, fc.nat(9));
    });
    const given = fc
      .tuple(...entries)
      .map((all) => Object.fromEntries(all.flatMap(([name, value, chance]) => (chance > 0 ? [[name, value]] : []))));
    const given10 = fc.array(given, { minLength: 10, maxLength: 10 });
    return given10.map((givens) => ({ schema, operation, definitions, field, node, givens }));
  });
