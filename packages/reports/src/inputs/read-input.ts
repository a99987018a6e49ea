import { DumError } from '@dum/errors';
import type { z } from 'zod';
import {
  type EvidenceFile,
  evidenceFile,
  type FrontierFile,
  frontierFile,
  type ResponsesFile,
  responsesFile,
  type RunSummary,
  runSummary,
  type TrainingSummary,
  trainingSummary,
} from './schemas.js';

/** What each kind of file holds. */
export interface ReportInputs {
  readonly evidence: EvidenceFile;
  readonly frontier: FrontierFile;
  readonly responses: ResponsesFile;
  readonly summary: RunSummary;
  readonly training: TrainingSummary;
}

const schemas: { readonly [Kind in keyof ReportInputs]: z.ZodType<ReportInputs[Kind]> } = {
  evidence: evidenceFile,
  frontier: frontierFile,
  responses: responsesFile,
  summary: runSummary,
  training: trainingSummary,
};

/**
 * Reads a file that a report is made from: an evidence.json, a frontier.json, the summary.json of a search or of a training, or the
 * results of `unitResponses` of `@dum/experiments` with a description of the samples.
 *
 * Throws `bad-input` when the text is not JSON or not of that kind; messages call it `name`.
 *
 * @example
 * const evidence = readInput('evidence', await readFile(file, 'utf8'), file);
 */
export const readInput = <Kind extends keyof ReportInputs>(kind: Kind, text: string, name: string): ReportInputs[Kind] => {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw new DumError('bad-input', `readInput: ${name} is not JSON; expected what dum wrote, so write it again`, { cause });
  }
  const read = schemas[kind].safeParse(value);
  if (read.success) return read.data;
  const [issue] = read.error.issues;
  throw new DumError(
    'bad-input',
    `readInput: ${name} is damaged at ${issue?.path.join('.') || 'its top'}: ${issue?.message}; write it again`,
    { cause: read.error },
  );
};
