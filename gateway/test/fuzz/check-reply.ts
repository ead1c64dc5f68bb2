import {
  type DocumentNode,
  type GraphQLSchema,
  getOperationAST,
  getVariableValues,
  Kind,
  type OperationDefinitionNode,
  parse,
  validate,
} from 'graphql';
import { LRUCache } from 'lru-cache';
import type { Reply } from './ask.ts';
import { checkData } from './check-data.ts';
import { isJsonObject } from './json.ts';
import type { Question } from './questions.ts';
import type { Deeds } from './subgraphs.ts';

/** What an answer may say although nothing was done to it: the machine is slow, or others have failed too often. */
const excuses = new Set([
  ...['SUBGRAPH_TIMEOUT', 'SUBGRAPH_UNAVAILABLE', 'SUBGRAPH_OVERLOADED'],
  ...['PLAN_TIMEOUT', 'PLANNING_OVERLOADED', 'PLANNING_UNAVAILABLE', 'OPERATION_TOO_DEEP'],
]);

export type Asked = { readonly question: Question; readonly reply: Reply; readonly deeds: Deeds | undefined };

/** What is wrong with a reply, in sentences; nothing where it is right. */
export type CheckReply = (asked: Asked) => readonly string[];

type Understood = {
  readonly operation: OperationDefinitionNode;
  readonly document: DocumentNode;
  readonly given: unknown;
};

const documentsMax = 1_000;

/** `codes`: all that a response may say. */
export function createReplyCheck(api: GraphQLSchema, codes: ReadonlySet<string>): CheckReply {
  const known = new LRUCache<string, { document: DocumentNode | undefined }>({ max: documentsMax });

  function read(text: string): DocumentNode | undefined {
    const found = known.get(text);
    if (found) return found.document;
    let document: DocumentNode | undefined;
    try {
      document = parse(text);
      if (validate(api, document, undefined, { maxErrors: 1 }).length > 0) document = undefined;
    } catch {
      // Not GraphQL.
    }
    known.set(text, { document });
    return document;
  }

  function understand(question: Question): Understood | undefined {
    const body = readQuestion(question);
    if (!isJsonObject(body) || typeof body.query !== 'string') return undefined;
    const document = read(body.query);
    const name = typeof body.operationName === 'string' && body.operationName !== '' ? body.operationName : undefined;
    const operation = document && getOperationAST(document, name);
    return operation ? { operation, document, given: body.variables } : undefined;
  }

  function checkContent({ question, deeds }: Asked, body: Body, codesFound: readonly string[]): string[] {
    const understood = understand(question);
    if (!isJsonObject(body.data)) {
      if (body.errors === undefined) return ['has neither data nor errors'];
      return question.isPlain && !deeds && !codesFound.every((code) => excuses.has(code))
        ? [`fails with ${codesFound} although nothing was done to it`]
        : [];
    }
    if (!understood) return ['has data although the request is not valid'];
    const { operation, document } = understood;
    const given = isJsonObject(understood.given) ? understood.given : {};
    const { coerced } = getVariableValues(api, operation.variableDefinitions ?? [], given);
    if (!coerced) return ['has data although the variables are not valid'];
    const { misfits, nulls } = checkData(
      { schema: api, fragments: fragmentsOf(document), variables: coerced },
      operation,
      body.data,
    );
    const problems = misfits.map(({ path, reason }) => `${path.join('.')} ${reason}`);
    if (body.errors === undefined && nulls.length > 0 && !deeds?.mayHide) {
      problems.push(`null at ${nulls[0]?.join('.')} without an error`);
    }
    const isBlameless = question.isPlain && !deeds && !codesFound.some((code) => excuses.has(code));
    if (isBlameless && codesFound.length > 0) problems.push(`has ${codesFound} although nothing was done to it`);
    return problems;
  }

  return (asked) => {
    const { text, status, contentType } = asked.reply;
    if (text === undefined || text === '') {
      const mayBeSilent = asked.question.raw !== undefined;
      return mayBeSilent ? [] : [`status ${status} without a body`];
    }
    const body = parseBody(text);
    // What is not HTTP never reaches a route; the server itself refuses it.
    if (
      !body &&
      asked.question.raw !== undefined &&
      /^\{"error":"[\w ]+","message":"(Client Error|Exceeded maximum[ \w]+)",/.test(text)
    )
      return [];
    if (!body) return [`status ${status}: no GraphQL response: ${text.slice(0, 200)}`];
    const problems = checkErrors(body.errors, codes);
    if (!/^application\/(graphql-response\+)?json/.test(contentType)) problems.push(`comes as ${contentType}`);
    return problems.length > 0 ? problems : checkContent(asked, body, codesOf(body.errors));
  };
}

type Body = { readonly data?: unknown; readonly errors?: unknown };

function parseBody(text: string): Body | undefined {
  try {
    const body: unknown = JSON.parse(text);
    if (!isJsonObject(body)) return undefined;
    return Object.keys(body).every((key) => ['data', 'errors', 'extensions'].includes(key)) ? body : undefined;
  } catch {
    return undefined;
  }
}

/** The body of a POST, or what stands in the address of a GET. */
function readQuestion({ method, path, body, raw }: Question): unknown {
  try {
    if (raw !== undefined) return JSON.parse(/\{.*\}/s.exec(raw)?.[0] ?? '');
    if (method !== 'GET') return JSON.parse(body);
    const params = new URL(path, 'http://x').searchParams;
    const variables = params.get('variables');
    return {
      query: params.get('query'),
      variables: variables === null ? undefined : JSON.parse(variables),
      operationName: params.get('operationName'),
    };
  } catch {
    return undefined;
  }
}

function checkErrors(errors: unknown, codes: ReadonlySet<string>): string[] {
  if (errors === undefined) return [];
  if (!Array.isArray(errors) || errors.length === 0) return ['errors are no list'];
  return errors.flatMap((error: unknown) => {
    if (!isJsonObject(error)) return ['an error is no object'];
    const { message, path, locations, extensions, ...others } = error;
    const problems = Object.keys(others).map((name) => `an error has a member ${name}`);
    if (typeof message !== 'string') problems.push(`an error has the message ${JSON.stringify(message)}`);
    const code = isJsonObject(extensions) ? extensions.code : undefined;
    if (typeof code !== 'string' || !codes.has(code)) problems.push(`an error has the code ${JSON.stringify(code)}`);
    if (path !== undefined && !isPath(path))
      problems.push(`an error has the path ${JSON.stringify(path)?.slice(0, 200)}`);
    if (locations !== undefined && !Array.isArray(locations)) problems.push('an error has locations that are no list');
    return problems;
  });
}

function isPath(path: unknown): boolean {
  if (!Array.isArray(path)) return false;
  return path.every((key) => typeof key === 'string' || (Number.isInteger(key) && Number(key) >= 0));
}

function codesOf(errors: unknown): string[] {
  if (!Array.isArray(errors)) return [];
  return errors.flatMap((error: unknown) =>
    isJsonObject(error) && isJsonObject(error.extensions) ? String(error.extensions.code) : [],
  );
}

function fragmentsOf(document: DocumentNode) {
  return new Map(
    document.definitions.flatMap((each) =>
      each.kind === Kind.FRAGMENT_DEFINITION ? [[each.name.value, each] as const] : [],
    ),
  );
}
