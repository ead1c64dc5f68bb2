import { useTranslation } from 'react-i18next';
import { ClearButton } from './clear-button.tsx';
import type { InputProps } from './input-props.ts';
import { Options } from './options.tsx';

/** True or false. */
export function TrueFalseInput(props: InputProps<'TrueFalseQuestion'>) {
  const { given, isLocked, onAnswer } = props;
  const { t } = useTranslation();
  const isTrue = given.isTrue ?? null;
  return (
    <>
      <Options
        {...props}
        kind="radio"
        options={[
          { value: 'true', text: t('room.true'), illustration: null },
          { value: 'false', text: t('room.false'), illustration: null },
        ]}
        chosen={isTrue === null ? [] : [String(isTrue)]}
        onChoose={(value) => onAnswer({ isTrue: value === 'true' })}
      />
      <ClearButton isShown={isTrue !== null && !isLocked} onClear={() => onAnswer({})} />
    </>
  );
}
