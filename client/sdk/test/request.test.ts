import { describe, expect, it } from '@jest/globals';
import { ViewerDocument } from '@lectern/sdk';
import documentTexts from '@lectern/sdk/trusted-documents.json' with { type: 'json' };
import { CutOff, openSchool, SchoolError } from './_school.ts';

describe('requests', () => {
  it('sends operations by their hash alone', async () => {
    await using school = await openSchool({ Viewer: async () => ({ viewer: null }) });
    expect(await school.lectern().query(ViewerDocument)).toEqual({ viewer: null });
    expect(school.received).toMatchObject([{ operationName: 'Viewer', hasId: true }]);
  });

  it('sends the text to a gateway that does not know the hash, if it was given the texts', async () => {
    await using school = await openSchool({ Viewer: async () => ({ viewer: null }) });
    school.knowsDocuments = false;
    await expect(school.lectern().query(ViewerDocument)).rejects.toMatchObject({ code: 'DOCUMENT_NOT_FOUND' });
    expect(await school.lectern({ documentTexts }).query(ViewerDocument)).toEqual({ viewer: null });
    expect(school.received.at(-1)?.hasId).toBe(false);
  });

  it('throws the code, the facts and the id of the request', async () => {
    await using school = await openSchool({
      Viewer: async () => {
        throw new SchoolError('RATE_LIMITED');
      },
    });
    await expect(school.lectern().query(ViewerDocument)).rejects.toMatchObject({
      name: 'LecternRequestError',
      code: 'RATE_LIMITED',
      facts: { limit: 3 },
      requestId: 'r1',
      isRetryable: true,
    });
  });

  it('gives partial data beside its errors where that is wanted, and nothing in halves elsewhere', async () => {
    await using school = await openSchool({
      Viewer: async () => {
        throw new SchoolError('NOT_FOUND', { viewer: null });
      },
    });
    const { data, errors } = await school.lectern().queryPartial(ViewerDocument);
    expect(data).toEqual({ viewer: null });
    expect(errors.map(({ code }) => code)).toEqual(['NOT_FOUND']);
    await expect(school.lectern().query(ViewerDocument)).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });

  it('tells a lost connection, a late answer, an unreadable answer and a change of mind apart', async () => {
    await using school = await openSchool({
      Viewer: async () => {
        throw new CutOff();
      },
      ApiKeys: () => new Promise(() => {}),
    });
    await expect(school.lectern().query(ViewerDocument)).rejects.toMatchObject({
      code: 'NETWORK_UNREACHABLE',
      isRetryable: true,
    });
    const never = { ...ViewerDocument, name: 'ApiKeys' };
    await expect(school.lectern({ timeoutMs: 50 }).query(never)).rejects.toMatchObject({ code: 'REQUEST_TIMED_OUT' });
    const proxy = async () => new Response('<html>', { status: 413 });
    await expect(
      school.lectern({ fetch: proxy, tokenSource: async () => null }).query(ViewerDocument),
    ).rejects.toMatchObject({
      code: 'RESPONSE_UNREADABLE',
      status: 413,
      isRetryable: false,
    });
    const controller = new AbortController();
    const asked = school.lectern().query(never, {}, { signal: controller.signal });
    controller.abort(new Error('changed my mind'));
    await expect(asked).rejects.toThrow('changed my mind');
  });
});
