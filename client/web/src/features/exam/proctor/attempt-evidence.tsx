import type { RoomAttemptEvidenceQuery } from '@lectern/sdk';
import { Text, Title } from '@mantine/core';
import { type ReactNode, useId } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../../../i18n/format.ts';
import classes from './proctor.module.css';

interface LinesProps {
  readonly title: string;
  readonly none: string;
  readonly lines: readonly { readonly id: string; readonly at: string; readonly content: ReactNode }[];
}

function Lines({ title, none, lines }: LinesProps) {
  const format = useFormat();
  const id = useId();
  return (
    <section aria-labelledby={id}>
      <Title order={3} id={id} mb="xs">
        {title}
      </Title>
      {lines.length === 0 ? (
        <Text size="sm" c="dimmed">
          {none}
        </Text>
      ) : (
        <ul className={classes.lines}>
          {lines.map((line) => (
            <li key={line.id}>
              <time dateTime={line.at} title={format.dateTime(line.at)}>
                {format.clock(line.at)}
              </time>
              <div>{line.content}</div>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

/** The words of an act in the audit log; a word of tomorrow is shown as it is. */
function useActionWords() {
  const { i18n } = useTranslation();
  return (action: string) =>
    i18n.exists(`proctor.audit.${action}`)
      ? i18n.t(`proctor.audit.${action}` as 'proctor.audit.ATTEMPT_PAUSED')
      : action;
}

/** What happened at the desk, what was said, and the attempt's part of the audit log. */
export function AttemptEvidence({ evidence }: { readonly evidence: RoomAttemptEvidenceQuery }) {
  const { t } = useTranslation();
  const actionWords = useActionWords();
  // Who did what is for those who teach the course.
  const log = evidence.exam?.auditLog?.edges;
  return (
    <>
      <Lines
        title={t('proctor.incidents')}
        none={t('proctor.noIncidents')}
        lines={(evidence.attempt?.incidents ?? []).map(({ id, at, kind }) => ({
          id,
          at,
          content: t(`proctor.incidentKinds.${kind}`),
        }))}
      />
      <Text size="sm" c="dimmed" mt={-12}>
        {t('proctor.evidenceOnly')}
      </Text>
      <Lines
        title={t('room.messagesTitle')}
        none={t('proctor.noMessages')}
        lines={(evidence.attempt?.messages ?? []).toReversed().map(({ id, text, sentAt, isToAll }) => ({
          id,
          at: sentAt,
          content: (
            <>
              <p>{text}</p>
              {isToAll ? (
                <Text size="sm" c="dimmed">
                  {t('proctor.toAll')}
                </Text>
              ) : null}
            </>
          ),
        }))}
      />
      {log ? (
        <Lines
          title={t('proctor.auditLog')}
          none={t('proctor.noAudit')}
          lines={log.map(({ node }) => ({
            id: node.id,
            at: node.at,
            content: (
              <>
                <p>
                  <strong>{actionWords(node.action)}</strong> · {node.actor?.name ?? node.service ?? ''}
                </p>
                {node.reason ? <p>{node.reason}</p> : null}
              </>
            ),
          }))}
        />
      ) : null}
    </>
  );
}
