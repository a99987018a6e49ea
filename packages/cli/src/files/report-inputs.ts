import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DumError } from '@dum/errors';
import type { ReportInputs } from '@dum/reports';

/** The files beside masks.json and beside the network. */
export interface FoundInputs extends Partial<Omit<ReportInputs, 'summary'>>, Pick<ReportInputs, 'summary'> {}

/**
 * Reads the summary.json of a search, and evidence.json, frontier.json and the summary of the network's training, if they exist.
 *
 * Throws `bad-input` when there is no summary.json, or a file is damaged.
 */
export const readReportInputs = async (folder: string, network = join(folder, 'network')): Promise<FoundInputs> => {
  const summary = await readKind('summary', join(folder, 'summary.json'));
  if (summary === undefined)
    throw new DumError('bad-input', `there is no summary.json in ${folder}; give the folder that discover or start wrote`);
  const evidence = await readKind('evidence', join(folder, 'evidence.json'));
  const frontier = await readKind('frontier', join(folder, 'frontier.json'));
  const training = await readKind('training', join(network, 'summary.json'));
  return {
    summary,
    ...(evidence === undefined ? {} : { evidence }),
    ...(frontier === undefined ? {} : { frontier }),
    ...(training === undefined ? {} : { training }),
  };
};

const readKind = async <Kind extends keyof ReportInputs>(kind: Kind, file: string): Promise<ReportInputs[Kind] | undefined> => {
  const text = await readFile(file, 'utf8').catch((cause: NodeJS.ErrnoException) => {
    if (cause.code === 'ENOENT' || cause.code === 'ENOTDIR') return undefined;
    throw new DumError('storage', `cannot read ${file}: ${cause.message}`, { cause });
  });
  if (text === undefined) return undefined;
  const { readInput } = await import('@dum/reports');
  return readInput(kind, text, file);
};
