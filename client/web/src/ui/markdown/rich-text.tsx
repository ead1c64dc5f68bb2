import { lazy, Suspense, useMemo } from 'react';
import ReactMarkdown, { type Components } from 'react-markdown';
import { formulaElements } from './formula-elements.ts';
import { type Formula, type MathSource, takeFormulas } from './math-source.ts';

function Source({ formula }: { readonly formula: Formula }) {
  return <code>{formula.source}</code>;
}

const FormulaView = lazy(() =>
  import('./formula.tsx').then(
    ({ FormulaView: view }) => ({ default: view }),
    // Without a connection the formula is shown as it was written.
    () => ({ default: Source }),
  ),
);

/** The elements that Markdown becomes. Headings begin below the page's own. */
function elementsOf({ formulas }: MathSource, inline: boolean): Components {
  return {
    h1: 'h2',
    a: ({ node: _node, ...props }) => <a {...props} rel="noreferrer noopener" target="_blank" />,
    // Long lines of code are scrolled, by the keyboard as well.
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must take the focus
    pre: ({ node: _node, ...props }) => <pre {...props} tabIndex={0} />,
    span: ({ node, ...props }) => {
      const formula = formulas[Number(node?.properties.dataFormula)];
      if (!formula) return <span {...props} />;
      return (
        <Suspense fallback={<Source formula={formula} />}>
          <FormulaView formula={formula} isDisplay={formula.isDisplay && !inline} isNamed={inline} />
        </Suspense>
      );
    },
    ...(inline ? { p: ({ children }) => <span>{children}</span> } : {}),
  };
}

/**
 * Markdown as elements, LaTeX as mathematics. Raw HTML is shown as text, and addresses that are not http, https or
 * mailto are dropped.
 */
export function RichText({ text, inline }: { readonly text: string; readonly inline: boolean }) {
  const { markdown, components, plugins } = useMemo(() => {
    const source = takeFormulas(text);
    return {
      markdown: source.text,
      components: elementsOf(source, inline),
      plugins: source.formulas.length > 0 ? [formulaElements(source)] : [],
    };
  }, [text, inline]);
  return (
    <ReactMarkdown components={components} rehypePlugins={plugins}>
      {markdown}
    </ReactMarkdown>
  );
}
