import { createHash } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { bearer, codesOf, startTestGateway } from './_gateway.ts';
import { goodApiKey } from './_solar-system.ts';

const document = 'query WhoAsks { whoAsks }';
const echo = 'query Echo($text: String!) { echo(text: $text) }';
const hashOf = (text: string) => createHash('sha256').update(text).digest('hex');
const manifest = JSON.stringify({ [hashOf(document)]: document, [hashOf(echo)]: echo });
const files = { 'documents.json': manifest };
const production = { NODE_ENV: 'production', GATEWAY_TRUSTED_DOCUMENTS: '{folder}/documents.json' };
const persisted = (hash: string) => ({ persistedQuery: { version: 1, sha256Hash: hash } });

describe('in production', () => {
  it('runs trusted documents by id, by persisted hash and by their text, and no others', async () => {
    await using gateway = await startTestGateway(production, { files });
    const nobody = { data: { whoAsks: 'nobody' } };
    const cases: readonly (readonly [string, object, unknown])[] = [
      ['by id', { documentId: `sha256:${hashOf(document)}` }, nobody],
      [
        'by id, with variables',
        { documentId: `sha256:${hashOf(echo)}`, variables: { text: 'hi' } },
        { data: { echo: 'hi' } },
      ],
      ['by persisted hash', { extensions: persisted(hashOf(document)) }, nobody],
      ['by its text', { query: document }, nobody],
      ['another text', { query: '{ planets { id } }' }, ['DOCUMENT_NOT_TRUSTED']],
      [
        'another text beside a trusted hash',
        { query: '{ planets { id } }', extensions: persisted(hashOf(document)) },
        ['DOCUMENT_NOT_TRUSTED'],
      ],
      ['an unknown id', { documentId: `sha256:${hashOf('x')}` }, ['DOCUMENT_NOT_FOUND']],
      ['an id that is none', { documentId: 'whoAsks' }, ['DOCUMENT_NOT_FOUND']],
      ['an unknown persisted hash', { extensions: persisted(hashOf('x')) }, ['DOCUMENT_NOT_FOUND']],
      ['nothing', { variables: {} }, ['BAD_REQUEST']],
    ];
    const outcomes = await Promise.all(
      cases.map(async ([name, request]) => {
        const { body } = await gateway.post(request);
        return [name, body.errors ? codesOf(body) : body];
      }),
    );
    expect(outcomes).toEqual(cases.map(([name, , outcome]) => [name, outcome]));
  });

  it('makes no exception for admins and API keys', async () => {
    await using gateway = await startTestGateway(production, { files });
    const token = await gateway.solarSystem.token({ sub: 'ada', roles: ['ADMIN'] });
    for (const headers of [bearer(token), { 'x-api-key': goodApiKey }]) {
      const { body, status } = await gateway.post({ query: '{ planets { id } }' }, headers);
      expect([status, codesOf(body)]).toEqual([403, ['DOCUMENT_NOT_TRUSTED']]);
    }
  });

  it('takes them by GET too', async () => {
    await using gateway = await startTestGateway(production, { files });
    const response = await fetch(`${gateway.url}/graphql?documentId=sha256:${hashOf(document)}`, {
      headers: { 'apollo-require-preflight': '1' },
    });
    expect(await response.json()).toEqual({ data: { whoAsks: 'nobody' } });
  });

  it('does not start without a manifest, nor with one whose hashes lie', async () => {
    await expect(startTestGateway({ NODE_ENV: 'production' })).rejects.toThrow(/GATEWAY_TRUSTED_DOCUMENTS/);
    const lies = { 'documents.json': JSON.stringify({ [hashOf('x')]: document }) };
    await expect(startTestGateway(production, { files: lies })).rejects.toThrow(/GATEWAY_TRUSTED_DOCUMENTS/);
  });
});

describe('where operations are open', () => {
  it('runs trusted documents, other documents, and learns persisted queries', async () => {
    await using gateway = await startTestGateway({ GATEWAY_TRUSTED_DOCUMENTS: '{folder}/documents.json' }, { files });
    const query = '{ planets(first: 1) { id } }';
    const answer = { data: { planets: [{ id: 'earth' }] } };
    expect((await gateway.post({ documentId: `sha256:${hashOf(document)}` })).body.data).toEqual({ whoAsks: 'nobody' });
    expect(codesOf((await gateway.post({ extensions: persisted(hashOf(query)) })).body)).toEqual([
      'PERSISTED_QUERY_NOT_FOUND',
    ]);
    expect((await gateway.post({ query, extensions: persisted(hashOf(query)) })).body).toEqual(answer);
    expect((await gateway.post({ extensions: persisted(hashOf(query)) })).body).toEqual(answer);
    const other = await gateway.post({ query: '{ planets { name } }', extensions: persisted(hashOf(query)) });
    expect([other.status, codesOf(other.body)]).toEqual([400, ['BAD_REQUEST']]);
  });
});
