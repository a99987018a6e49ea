import { readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import type { CutOut } from './cut-out.js';
import type { TaskFigures } from './measure.js';
import type { DataName, Settings } from './settings.js';
import type { StrongChannel } from './strongest-pictures.js';
import type { Timing } from './time-networks.js';

/** A row of the pictures: a channel, and how many of its strongest pictures show what the task asks for. */
interface ChannelRow extends Pick<StrongChannel, 'task' | 'layer' | 'channel' | 'effect'> {
  readonly yes: number;
  readonly pictures: number;
}

/** All figures of one set of data. */
export interface Results {
  readonly backend: string;
  readonly settings: Settings;
  /** The number of masked channels of each layer, and how many each task keeps. */
  readonly layers: readonly { readonly layer: string; readonly channels: number; readonly kept: readonly number[] }[];
  readonly tasks: readonly TaskFigures[];
  readonly channels: readonly ChannelRow[];
  readonly cutOuts: readonly Pick<CutOut, 'task' | 'certificate'>[];
  /** Milliseconds for one picture, by where they were measured. */
  readonly times: Readonly<Record<string, readonly Timing[]>>;
  /** How long the search of all tasks took, with the baseline. */
  readonly searchMinutes: number;
}

/** The results of each set of data that was recorded. */
export type Recorded = Partial<Record<DataName, Results>>;

const recordedFile = fileURLToPath(new URL('../results.json', import.meta.url));

const digits = 6;

/** The results that are recorded beside the page; none where there is no file. */
const readRecorded = async (): Promise<Recorded> => {
  try {
    return JSON.parse(await readFile(recordedFile, 'utf8')) as Recorded;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return {};
    throw error;
  }
};

/** Records the results of one set of data, and returns all. */
export const record = async (name: DataName, results: Results): Promise<Recorded> => {
  const all = { ...(await readRecorded()), [name]: results };
  const rounded = (_: string, value: unknown) => (typeof value === 'number' ? Number(value.toPrecision(digits)) : value);
  await writeFile(recordedFile, `${JSON.stringify(all, rounded, 2)}\n`);
  return all;
};
