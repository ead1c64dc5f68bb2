import katex from 'katex';
import 'katex/dist/katex-swap.min.css';
import { useLayoutEffect, useRef } from 'react';
import classes from './formula.module.css';
import { formulaBounds, formulaLengthMax } from './formula-bounds.ts';
import { type Formula, spokenTex } from './math-source.ts';

function setFormula(element: HTMLElement, { tex, source }: Formula, isDisplay: boolean): void {
  if (tex.length > formulaLengthMax) {
    element.textContent = source;
    return;
  }
  katex.render(tex, element, { ...formulaBounds, displayMode: isDisplay, errorColor: 'var(--lectern-bad)' });
}

export interface FormulaViewProps {
  readonly formula: Formula;
  readonly isDisplay: boolean;
  /** Whether it stands in a name, for example of a choice: MathML is not read there. */
  readonly isNamed: boolean;
}

/** A formula set as mathematics, with MathML beside it for screen readers. */
export function FormulaView({ formula, isDisplay, isNamed }: FormulaViewProps) {
  const place = useRef<HTMLSpanElement>(null);
  const { tex, source } = formula;
  useLayoutEffect(() => {
    const element = place.current;
    if (!element) return;
    try {
      setFormula(element, { tex, source, isDisplay }, isDisplay);
    } catch {
      // Some faults, such as macros without end, are thrown whatever the options say.
      element.textContent = source;
    }
    // Who has no mouse scrolls a wide formula by the arrow keys.
    if (isDisplay && element.scrollWidth > element.clientWidth) element.tabIndex = 0;
    else element.removeAttribute('tabindex');
  }, [tex, source, isDisplay]);
  const name = isNamed ? { role: 'img', 'aria-label': spokenTex(tex) } : {};
  return <span ref={place} className={isDisplay ? classes.display : undefined} {...name} />;
}
