import { type GraphQLSchema, isAbstractType, isInterfaceType, isObjectType } from 'graphql';

/** Whether an object of the type named `typeName` is one that a fragment on `condition` applies to. */
export type TypeConditions = (typeName: string, condition: string) => boolean;

/** Remembers what it has found: the same few pairs are asked for with every entity. */
export function createTypeConditions(schema: GraphQLSchema): TypeConditions {
  const known = new Map<string, Map<string, boolean>>();

  function find(typeName: string, condition: string): boolean {
    const type = schema.getType(typeName);
    const abstract = schema.getType(condition);
    return (
      isAbstractType(abstract) && (isObjectType(type) || isInterfaceType(type)) && schema.isSubType(abstract, type)
    );
  }

  return (typeName, condition) => {
    if (typeName === condition) return true;
    let ofType = known.get(typeName);
    if (!ofType) {
      // Names come from subgraphs: one that invents them must not fill the memory.
      if (!schema.getType(typeName)) return false;
      ofType = new Map();
      known.set(typeName, ofType);
    }
    const found = ofType.get(condition);
    if (found !== undefined) return found;
    const applies = find(typeName, condition);
    ofType.set(condition, applies);
    return applies;
  };
}
