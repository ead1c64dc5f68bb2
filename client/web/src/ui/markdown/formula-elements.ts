import { formulaMark, type MathSource } from './math-source.ts';

/** What the tree of react-markdown is made of, as far as is needed here. */
interface TreeNode {
  type: string;
  value?: string;
  properties?: Record<string, unknown>;
  children?: TreeNode[];
  tagName?: string;
}

/** In a link or a picture's address a formula is what was written, not mathematics. */
function restored(value: unknown, { formulas }: MathSource): unknown {
  if (typeof value !== 'string') return value;
  return value.replace(formulaMark, (_mark, at) => formulas[Number(at)]?.source ?? '');
}

function splitText(text: string): TreeNode[] {
  // The numbers of the formulas stand at every second place.
  return text.split(formulaMark).flatMap((part, index): TreeNode[] => {
    if (index % 2 === 0) return part === '' ? [] : [{ type: 'text', value: part }];
    return [{ type: 'element', tagName: 'span', properties: { dataFormula: part }, children: [] }];
  });
}

function replaceMarks(node: TreeNode, source: MathSource): void {
  if (node.properties) {
    for (const [name, value] of Object.entries(node.properties)) node.properties[name] = restored(value, source);
  }
  if (!node.children) return;
  node.children = node.children.flatMap((child) => {
    if (child.type === 'text') return splitText(child.value ?? '');
    replaceMarks(child, source);
    return [child];
  });
}

/** A rehype plugin: where `takeFormulas` left a mark there is then a `span` with the number of the formula. */
export function formulaElements(source: MathSource) {
  return () => (tree: TreeNode) => replaceMarks(tree, source);
}
