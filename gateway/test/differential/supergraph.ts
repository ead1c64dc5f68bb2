/** One supergraph to test with: nothing but SDL, and what the data is to look like where chance alone would not do. */
export type SupergraphDefinition = {
  readonly name: string;
  readonly subgraphs: Readonly<Record<string, string>>;
  /** How many instances each entity has; 4 by default. */
  readonly instances?: number;
  /**
   * `subgraph.Type` to the numbers of instances that this subgraph does not know: it answers null in `_entities`, and
   * never returns them itself. In the merged schema, fields that no subgraph can give are null.
   */
  readonly absent?: Readonly<Record<string, readonly number[]>>;
  /** `Type.field` to the numbers of instances where it is null; the only way for a field of a key to be null. */
  readonly nulls?: Readonly<Record<string, readonly number[]>>;
  /**
   * `subgraph.Type` of interface objects: how many objects this subgraph returns that the owner of the interface does
   * not know. In the merged schema they are null.
   */
  readonly ghosts?: Readonly<Record<string, number>>;
  /** Fields whose value is worked out from arguments and the state of one side: mutations. */
  readonly steps?: Readonly<Record<string, Step>>;
  /** Fields that never fail, beside those of keys, `@requires` and `@fromContext`. */
  readonly calm?: readonly string[];
  /** Types of which `__typename` is always asked. */
  readonly alwaysTyped?: readonly string[];
  /** Fields of one name have the same arguments everywhere, also in objects that can never be the same. */
  readonly hasOneMeaningPerName?: boolean;
};

/** `journal` is shared by all mutations of one run of one operation on one side. */
export type Step = (journal: string[], args: Readonly<Record<string, unknown>>) => unknown;

const directives = [
  '@key',
  '@requires',
  '@provides',
  '@external',
  '@shareable',
  '@override',
  '@interfaceObject',
  '@inaccessible',
  '@tag',
  '@context',
  '@fromContext',
  '@authenticated',
  '@requiresScopes',
  '@policy',
  '@extends',
];
const imports = [...directives, 'FieldSet'].map((name) => `"${name}"`).join(', ');

/** The head of a subgraph of Federation 2. */
export const federation2 = `extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: [${imports}])\n`;
