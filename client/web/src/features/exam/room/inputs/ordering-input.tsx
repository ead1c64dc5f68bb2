import { Button, VisuallyHidden } from '@mantine/core';
import { IconGripVertical } from '@tabler/icons-react';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Markdown } from '../../../../ui/markdown.tsx';
import { MoveButtons } from '../../../../ui/move-buttons.tsx';
import { ClearButton } from './clear-button.tsx';
import type { InputProps } from './input-props.ts';
import classes from './inputs.module.css';
import { moved, plainText } from './lists.ts';

/** Moving a row takes the focus from its button: it goes back to the button, or to the other one at the list's end. */
function useFocusKept() {
  const list = useRef<HTMLOListElement>(null);
  const wanted = useRef<{ readonly id: string; readonly isUp: boolean } | null>(null);
  useEffect(() => {
    const { current } = wanted;
    wanted.current = null;
    if (!current) return;
    const row = [...(list.current?.children ?? [])].find((child) => child.getAttribute('data-id') === current.id);
    const buttons = [...(row?.querySelectorAll('button') ?? [])];
    const button = buttons[current.isUp ? 0 : 1];
    (button?.disabled ? buttons[current.isUp ? 1 : 0] : button)?.focus();
  });
  return { list, wanted };
}

/** Things to put in order: moved by buttons, by keys, or dragged. */
export function OrderingInput({ question, given, promptId, isLocked, onAnswer }: InputProps<'OrderingQuestion'>) {
  const { t } = useTranslation();
  const { items } = question;
  const order = given.order ?? [];
  const isAnswered = order.length > 0;
  const shown = isAnswered ? order.flatMap((id) => items.find((item) => item.id === id) ?? []) : items;
  const [dragged, setDragged] = useState<number | null>(null);
  const [said, setSaid] = useState('');
  const { list, wanted } = useFocusKept();
  const move = (from: number, to: number) => {
    const next = moved(shown, from, to);
    const item = shown[from];
    if (item) setSaid(t('room.movedTo', { name: plainText(item.text), position: to + 1, count: shown.length }));
    onAnswer({ order: next.map(({ id }) => id) });
  };
  return (
    <>
      <p className={classes.hint}>{t('room.orderHint')}</p>
      <ol className={classes.list} aria-labelledby={promptId} ref={list}>
        {shown.map(({ id, text }, index) => (
          <li
            key={id}
            data-id={id}
            className={classes.item}
            data-dragged={dragged === index}
            draggable={!isLocked}
            onDragStart={(event) => {
              event.dataTransfer.effectAllowed = 'move';
              setDragged(index);
            }}
            onDragEnd={() => setDragged(null)}
            onDragOver={(event) => {
              if (dragged !== null) event.preventDefault();
            }}
            onDrop={(event) => {
              event.preventDefault();
              if (dragged !== null && dragged !== index) move(dragged, index);
              setDragged(null);
            }}
          >
            <IconGripVertical size={18} aria-hidden className={classes.grip} />
            <span className={classes.place}>{index + 1}</span>
            <span className={classes.text}>
              <Markdown text={text} inline />
            </span>
            <MoveButtons
              name={plainText(text, 40)}
              position={index + 1}
              count={shown.length}
              isDisabled={isLocked}
              onMove={(position) => {
                wanted.current = { id, isUp: position - 1 < index };
                move(index, position - 1);
              }}
            />
          </li>
        ))}
      </ol>
      <VisuallyHidden role="status">{said}</VisuallyHidden>
      {isAnswered || isLocked ? null : (
        <Button variant="default" size="sm" mt="sm" onClick={() => onAnswer({ order: items.map(({ id }) => id) })}>
          {t('room.keepOrder')}
        </Button>
      )}
      <ClearButton isShown={isAnswered && !isLocked} onClear={() => onAnswer({})} />
    </>
  );
}
