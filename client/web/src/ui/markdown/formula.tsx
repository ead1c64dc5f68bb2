import katex from 'katex';
import 'katex/dist/katex-swap.min.css';
import { useLayoutEffect, useRef } from 'react';
import classes from './formula.module.css';
import { type Formula, spokenTex } from './math-source.ts';

/**
 * Formulas come from people: no commands that make links, pictures or HTML (`trust`), no macros that grow without end
 * (`maxExpand`), nothing larger than the page (`maxSize`, in ems). What LaTeX does not know is shown in red as written.
 */
const bounds = { trust: false, maxExpand: 500, maxSize: 20, strict: 'ignore', throwOnError: false } as const;
/** Longer than any formula of an exam; setting it would only keep the device busy. */
const lengthMax = 3_000;

function setFormula(element: HTMLElement, { tex, source }: Formula, isDisplay: boolean): void {
  if (tex.length > lengthMax) {
    element.textContent = source;
    return;
  }
  katex.render(tex, element, { ...bounds, displayMode: isDisplay, errorColor: 'var(--lectern-bad)' });
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
