import ReactMarkdown from 'react-markdown';

/** Markdown as elements. Raw HTML is shown as text, and addresses that are not http, https or mailto are dropped. */
export function RichText({ text, inline }: { readonly text: string; readonly inline: boolean }) {
  return (
    <ReactMarkdown
      components={{
        h1: 'h2',
        a: ({ node: _node, ...props }) => <a {...props} rel="noreferrer noopener" target="_blank" />,
        ...(inline ? { p: ({ children }) => <span>{children}</span> } : {}),
      }}
    >
      {text}
    </ReactMarkdown>
  );
}
