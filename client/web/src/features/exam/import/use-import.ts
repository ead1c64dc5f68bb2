import {
  type ImportColumnInput,
  ImportQuestionsDocument,
  type ImportReportFragment,
  type QuestionFormat,
} from '@lectern/sdk';
import { useRef, useState } from 'react';
import { useGraphMutation } from '../../../graph/use-graph.ts';
import { toBase64 } from '../../../ui/base64.ts';

/** Where the questions of a file go: into a draft, or into the bank of a course. */
export type ImportTarget = { readonly examId: string } | { readonly courseId: string };

/** A file that was chosen. */
export interface Chosen {
  readonly name: string;
  readonly size: number;
  readonly contentBase64: string;
}

/** How the file is to be read, beyond what its content says. */
export interface Reading {
  /** Null: as its content looks like. */
  readonly format: QuestionFormat | null;
  /** Empty: by the names of the columns. */
  readonly columns: readonly ImportColumnInput[];
}

const byContent: Reading = { format: null, columns: [] };

/** A trial at once when a file is chosen, and again whenever it is to be read in another way; then applying. */
export function useImport(target: ImportTarget) {
  const [chosen, setChosen] = useState<Chosen | null>(null);
  const [reading, setReading] = useState<Reading>(byContent);
  const [report, setReport] = useState<ImportReportFragment | null>(null);
  const [readError, setReadError] = useState<unknown>(null);
  const latest = useRef(0);
  const run = useGraphMutation(ImportQuestionsDocument, { showsFailure: true });

  const send = (
    file: Chosen,
    how: Reading,
    rest: { isDryRun: boolean; leavesOutBadRows?: boolean; tags?: string[] },
  ) => {
    latest.current += 1;
    const mine = latest.current;
    const { contentBase64, name } = file;
    const { format, columns } = how;
    const input = {
      ...target,
      contentBase64,
      fileName: name,
      format,
      ...(columns.length > 0 ? { columns } : {}),
      ...rest,
    };
    run.mutate(
      { input },
      {
        // An answer to what was asked before the last change is not shown.
        onSuccess: ({ importQuestions }) => {
          if (mine === latest.current) setReport(importQuestions.import);
        },
        onError: () => {
          if (mine === latest.current) setReport(null);
        },
      },
    );
  };
  const reset = () => {
    latest.current += 1;
    setChosen(null);
    setReport(null);
    setReadError(null);
    setReading(byContent);
    run.reset();
  };
  const choose = async (file: File) => {
    reset();
    try {
      const read = { name: file.name, size: file.size, contentBase64: await toBase64(file) };
      setChosen(read);
      send(read, byContent, { isDryRun: true });
    } catch (error) {
      setReadError(error);
    }
  };
  const readAs = (how: Reading) => {
    setReading(how);
    if (chosen) send(chosen, how, { isDryRun: true });
  };
  const apply = (leavesOutBadRows: boolean, tags: readonly string[]) => {
    if (chosen) send(chosen, reading, { isDryRun: false, leavesOutBadRows, tags: [...tags] });
  };
  return {
    chosen,
    reading,
    report,
    error: readError ?? run.error,
    isBusy: run.isPending,
    choose,
    readAs,
    apply,
    reset,
  };
}
