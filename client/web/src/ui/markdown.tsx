import { Text, Typography } from '@mantine/core';
import { lazy, Suspense } from 'react';

const RichText = lazy(async () => ({ default: (await import('./rich-text.tsx')).RichText }));
const markup = /[*_`#<>[\]|~\\]|^\s*(?:[-+]|\d+[.)])\s|\n\s*\n|https?:/m;

export interface MarkdownProps {
  readonly text: string;
  /** Inline text has no paragraphs of its own, for use inside labels. */
  readonly inline?: boolean;
}

/** Text in Markdown. The parser is loaded only when there is markup, so that a plain question costs nothing. */
export function Markdown({ text, inline = false }: MarkdownProps) {
  if (!markup.test(text)) return inline ? <span>{text}</span> : <Text component="p">{text}</Text>;
  const plain = (
    <Text component="span" style={{ whiteSpace: 'pre-wrap' }}>
      {text}
    </Text>
  );
  const rich = (
    <Suspense fallback={plain}>
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
