import { Text, Typography } from '@mantine/core';
import { lazy, Suspense } from 'react';
import { hasFormula } from './markdown/math-source.ts';

/**
 * Fetches the parser ahead, for pages that must go on without a connection; what sets formulas too when one of the
 * texts has any.
 */
export function preloadMarkdown(texts: readonly string[] = []): void {
  import('./markdown/rich-text.tsx').catch(() => undefined);
  if (texts.some(hasFormula)) import('./markdown/formula.tsx').catch(() => undefined);
}

function PlainText({ text }: { readonly text: string }) {
  return <span style={{ whiteSpace: 'pre-wrap' }}>{text}</span>;
}

const RichText = lazy(() =>
  import('./markdown/rich-text.tsx').then(
    ({ RichText: parsed }) => ({ default: parsed }),
    // Without a connection the text is shown as it was written, which Markdown is made for.
    () => ({ default: PlainText }),
  ),
);
const markup = /[*_`#<>[\]|~\\$]|^\s*(?:[-+]|\d+[.)])\s|\n\s*\n|https?:/m;

export interface MarkdownProps {
  readonly text: string;
  /** Inline text has no paragraphs of its own, for use inside labels. */
  readonly inline?: boolean;
}

/**
 * Text in Markdown, with LaTeX between `$` and `$`. The parser is loaded only when there is markup, so that a plain
 * question costs nothing.
 */
export function Markdown({ text, inline = false }: MarkdownProps) {
  if (!markup.test(text)) return inline ? <span>{text}</span> : <Text component="p">{text}</Text>;
  const rich = (
    <Suspense fallback={<PlainText text={text} />}>
      <RichText text={text} inline={inline} />
    </Suspense>
  );
  if (inline) return rich;
  return (
    <Typography component="div" className="lectern-prose">
      {rich}
    </Typography>
  );
}
