import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { buildSchema, isEnumType, isInputObjectType, isInterfaceType, isObjectType, Kind, parse } from 'graphql';
import { composeSupergraph } from '../compose-supergraph.ts';
import { readPublicSchema } from '../public-schema.ts';
import { supergraphPath } from '../read-type-defs.ts';

const publicSchema = buildSchema(readPublicSchema());
const ownTypes = Object.values(publicSchema.getTypeMap()).filter(({ name }) => !name.startsWith('__'));

describe('the supergraph', () => {
  it('is what the subgraphs’ files compose to', () => {
    expect(composeSupergraph()).toEqual({ supergraph: readFileSync(supergraphPath, 'utf8') });
  });

  it('carries how subscriptions are served', () => {
    expect(readFileSync(supergraphPath, 'utf8')).toContain('@live(topic: "exam.{examId}.live", snapshot: "examLive"');
  });

  it('says what of an account is the same for everyone, and of nothing whose resolver looks at who asks', () => {
    const supergraph = parse(readFileSync(supergraphPath, 'utf8'));
    const marked: string[] = [];
    for (const node of supergraph.definitions) {
      if (node.kind !== Kind.OBJECT_TYPE_DEFINITION) continue;
      for (const { name, directives } of node.fields ?? []) {
        if (directives?.some((directive) => directive.name.value === 'sameForEveryone')) {
          marked.push(`${node.name.value}.${name.value}`);
        }
      }
    }
    expect(marked).toEqual(['User.id', 'User.name', 'User.locale', 'User.createdAt']);
  });
});

describe('what clients see', () => {
  it('has nothing of how subscriptions are served', () => {
    expect(publicSchema.getDirectives().map(({ name }) => name)).not.toContain('live');
    expect(readPublicSchema()).not.toMatch(/@live|sameForEveryone/);
  });

  it('has nothing of the internal door', () => {
    const names = ownTypes.map(({ name }) => name);
    expect(names).not.toContain('CourseAccess');
    expect(Object.keys(publicSchema.getMutationType()?.getFields() ?? {})).not.toContain('expireAttempts');
  });

  it('describes every type, field, argument and enum value', () => {
    const builtIn = new Set(['String', 'Int', 'Float', 'Boolean', 'ID', 'Query', 'Mutation', 'Subscription']);
    const bare = ownTypes.flatMap((type) => {
      const missing = type.description || builtIn.has(type.name) ? [] : [type.name];
      if (isEnumType(type))
        return [
          ...missing,
          ...type
            .getValues()
            .filter((v) => !v.description)
            .map((v) => v.name),
        ];
      if (!isObjectType(type) && !isInterfaceType(type) && !isInputObjectType(type)) return missing;
      for (const field of Object.values(type.getFields())) {
        if (!field.description) missing.push(`${type.name}.${field.name}`);
        if (!('args' in field)) continue;
        for (const argument of field.args) {
          if (!argument.description) missing.push(`${type.name}.${field.name}(${argument.name}:)`);
        }
      }
      return missing;
    });
    expect(bare).toEqual([]);
  });

  it('takes one input and returns a payload in every mutation', () => {
    const odd = Object.values(publicSchema.getMutationType()?.getFields() ?? {}).filter(
      ({ args, type }) => args.length !== 1 || args[0]?.name !== 'input' || !/Payload!$/.test(String(type)),
    );
    expect(odd.map(({ name }) => name)).toEqual([]);
  });
});
