import { join } from 'node:path';
import { DumError } from '@dum/errors';
import { ifThere, readWholeText } from '@dum/errors/node';
import {
  type AlphaPathSummary,
  alphaPathSummary,
  type DocumentFormat,
  type EvidenceFile,
  evidenceFile,
  type FrontierFile,
  frontierFile,
  readOneOf,
  type SearchSummary,
  searchSummary,
  type TrainingSummary,
} from '@dum/runs';
import { readTrainingSummary } from '../data/training-summary.js';

/** The files beside masks.json and beside the network. */
export interface FoundInputs {
  readonly summary: SearchSummary | AlphaPathSummary;
  readonly evidence?: EvidenceFile;
  readonly frontier?: FrontierFile;
  readonly training?: TrainingSummary;
}

/**
 * Reads the summary.json of a search, and evidence.json, frontier.json and the summary of the network's training, if they exist.
 *
 * Throws `bad-input` when there is no summary.json, or a file is damaged or of another version.
 */
export const readReportInputs = async (folder: string, network = join(folder, 'network')): Promise<FoundInputs> => {
  const summary = await readSearchSummary(folder);
  if (summary === undefined)
    throw new DumError('bad-input', `there is no summary.json in ${folder}; give the folder that discover or start wrote`);
  const evidence = await readDocument(evidenceFile, join(folder, 'evidence.json'));
  const frontier = await readDocument(frontierFile, join(folder, 'frontier.json'));
  const training = await readTrainingSummary(network);
  return {
    summary,
    ...(evidence === undefined ? {} : { evidence }),
    ...(frontier === undefined ? {} : { frontier }),
    ...(training === undefined ? {} : { training }),
  };
};

/** The summary.json of a search or of a path of prices; undefined where there is none. Throws `bad-input` for another file. */
export const readSearchSummary = async (folder: string): Promise<SearchSummary | AlphaPathSummary | undefined> => {
  const name = join(folder, 'summary.json');
  const text = await ifThere(readWholeText(name, { who: 'summary.json' }));
  return text === undefined ? undefined : readOneOf([searchSummary, alphaPathSummary], text, { name });
};

const readDocument = async <Document extends { readonly format: string; readonly version: number }>(
  format: DocumentFormat<Document>,
  name: string,
): Promise<Document | undefined> => {
  const text = await ifThere(readWholeText(name, { who: format.format }));
  return text === undefined ? undefined : format.read(text, { name });
};
