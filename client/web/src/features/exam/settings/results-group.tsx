import { Alert, Radio, Stack } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import classes from './settings.module.css';
import type { SettingsForm } from './settings-groups.tsx';
import { type PolicyPart, policyParts, shownWhens } from './settings-values.ts';

function PolicyRow({ form, part }: { readonly form: SettingsForm; readonly part: PolicyPart }) {
  const { t } = useTranslation();
  const { resultPolicy } = form.values;
  const name = t(`settings.policy.${part}`);
  return (
    <tr>
      <th scope="row" id={`policy-${part}`}>
        {name}
        <span className={classes.hint}>{t(`settings.policyHints.${part}`)}</span>
      </th>
      {shownWhens.map((when) => (
        <td key={when}>
          <Radio
            name={`policy-${part}`}
            value={when}
            checked={resultPolicy[part] === when}
            aria-label={`${name}: ${t(`settings.shown.${when}`)}`}
            onChange={() => form.setFieldValue('resultPolicy', { ...resultPolicy, [part]: when })}
          />
        </td>
      ))}
    </tr>
  );
}

const visibilities = ['OWN', 'PARTICIPANTS'] as const;

/** What learners see of their results and when, as a matrix; and who sees them. */
export function ResultsGroup({ form }: { readonly form: SettingsForm }) {
  const { t } = useTranslation();
  const { rightAnswers } = form.values.resultPolicy;
  return (
    <Stack gap="lg">
      <table className={classes.matrix}>
        <caption className="lectern-hidden">{t('settings.policyCaption')}</caption>
        <thead>
          <tr>
            <th scope="col">{t('settings.policyPart')}</th>
            {shownWhens.map((when) => (
              <th key={when} scope="col">
                {t(`settings.shown.${when}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {policyParts.map((part) => (
            <PolicyRow key={part} form={form} part={part} />
          ))}
        </tbody>
      </table>
      {rightAnswers === 'AT_HAND_IN' ? (
        <Alert color="orange" icon={<IconAlertTriangle aria-hidden />}>
          {t('settings.answersEarly')}
        </Alert>
      ) : null}
      <Radio.Group
        label={t('exam.visibility')}
        value={form.values.resultVisibility}
        onChange={(value) =>
          form.setFieldValue('resultVisibility', visibilities.find((known) => known === value) ?? 'OWN')
        }
      >
        <Stack gap="xs" mt="xs">
          {visibilities.map((value) => (
            <Radio key={value} value={value} label={t(`exam.visibilityChoices.${value}`)} />
          ))}
        </Stack>
      </Radio.Group>
    </Stack>
  );
}
