import type { IllustrationPartsFragment } from '@lectern/sdk';
import { Markdown } from '../../../../ui/markdown.tsx';
import type { AnswerInputProps } from '../answer-input.tsx';
import classes from './inputs.module.css';
import { Picture } from './picture.tsx';

interface Option {
  readonly value: string;
  readonly text: string;
  readonly illustration: IllustrationPartsFragment | null;
}

interface OptionsProps extends Omit<AnswerInputProps, 'given' | 'onAnswer'> {
  readonly kind: 'radio' | 'checkbox';
  readonly options: readonly Option[];
  readonly chosen: readonly string[];
  readonly onChoose: (value: string, isChosen: boolean) => void;
}

/** Things to choose from, each as large as a thumb. */
export function Options({ question, promptId, isLocked, kind, options, chosen, onChoose }: OptionsProps) {
  const group = { 'aria-labelledby': promptId, className: classes.options };
  const labels = options.map(({ value, text, illustration }) => (
    <label key={value} className={classes.option} data-chosen={chosen.includes(value)}>
      <input
        type={kind}
        name={question.id}
        value={value}
        checked={chosen.includes(value)}
        disabled={isLocked}
        onChange={(event) => onChoose(value, event.currentTarget.checked)}
      />
      <span className={classes.text}>
        <Markdown text={text} inline />
        <Picture illustration={illustration} />
      </span>
    </label>
  ));
  if (kind === 'checkbox') return <fieldset {...group}>{labels}</fieldset>;
  return (
    <div role="radiogroup" {...group}>
      {labels}
    </div>
  );
}
