import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { type TestDatabase, testDatabase } from '@lectern/testing';
import fc from 'fast-check';
import { Client } from 'pg';
import { isStorable } from '../src/db/storable-text.ts';
import { floatArray, intArray, jsonbArray, textArray, uuidArray } from '../src/writer/binary-arrays.ts';

let database: TestDatabase;
let client: Client;
beforeAll(async () => {
  database = await testDatabase('binary-arrays');
  client = new Client({ connectionString: database.url });
  await client.connect();
});
afterAll(async () => {
  await client.end();
  await database[Symbol.asyncDispose]();
});

async function read(type: string, array: Buffer): Promise<unknown> {
  const { rows } = await client.query(`select to_jsonb($1::${type}[]) as read`, [array]);
  return rows[0].read;
}

const text = fc.string({ unit: 'binary' }).filter(isStorable);
const orNull = <T>(values: fc.Arbitrary<T>) => fc.array(fc.option(values, { nil: null }), { maxLength: 40 });

/** PostgreSQL reads back what was written, whatever it was. */
async function holds<T>(values: fc.Arbitrary<T>, check: (value: T) => Promise<void>): Promise<void> {
  await fc.assert(fc.asyncProperty(values, check), { numRuns: 60 });
}

it('arrays of ids are read as they were written, in either case', () =>
  holds(fc.array(fc.uuid()), async (ids) => {
    expect(await read('uuid', uuidArray(ids))).toEqual(ids);
    expect(await read('uuid', uuidArray(ids.map((id) => id.toUpperCase())))).toEqual(ids);
  }));

it('arrays of integers are read as they were written', () =>
  holds(fc.array(fc.integer()), async (values) => expect(await read('int4', intArray(values))).toEqual(values)));

it('arrays of numbers are read as they were written, null included', () =>
  holds(orNull(fc.double({ noNaN: true, noDefaultInfinity: true })), async (values) => {
    const { rows } = await client.query('select $1::float8[] as read', [floatArray(values)]);
    expect(rows[0].read.map((value: number | null) => value ?? null)).toEqual(values);
  }));

it('arrays of texts are read as they were written, whatever letters they hold, null included', () =>
  holds(orNull(text), async (texts) => expect(await read('text', textArray(texts))).toEqual(texts)));

it('arrays of JSON are read as they were written, null included', () =>
  holds(orNull(fc.record({ text })), async (values) => {
    const array = jsonbArray(values.map((value) => (value === null ? null : JSON.stringify(value))));
    expect(await read('jsonb', array)).toEqual(values);
  }));
