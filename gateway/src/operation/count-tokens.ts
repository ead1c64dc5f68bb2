import { Lexer, Source, TokenKind } from 'graphql';
import { operationErrors } from './operation.errors.ts';

/**
 * Throws OPERATION_TOO_LONG for a document of more than `tokensMax` tokens. Text of no more characters than that
 * cannot have more tokens and is not read; a syntax error is left for the parser to report.
 */
export function refuseLongDocument(query: string, tokensMax: number): void {
  if (query.length <= tokensMax) return;
  const lexer = new Lexer(new Source(query));
  try {
    for (let count = 0; lexer.advance().kind !== TokenKind.EOF; count += 1) {
      if (count >= tokensMax) throw operationErrors.make('OPERATION_TOO_LONG', { facts: { max: tokensMax } });
    }
  } catch (error) {
    if (error instanceof Error && error.name === 'LecternError') throw error;
  }
}
