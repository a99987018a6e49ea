import { createHash } from 'node:crypto';
import { basename, dirname } from 'node:path';
import { DumError } from '@dum/errors';
import { ifThere, readWholeFile, writeFiles } from '@dum/errors/node';
import { trainingStateFormat, trainingStateHeader } from '@dum/runs';
import type { TrainingState } from '../training/index.js';

/** An unfinished training: its state, and the caller's description of it. */
export interface KeptTraining {
  readonly state: TrainingState;
  /** Any value that JSON can hold, such as the settings. */
  readonly about: unknown;
}

/**
 * Saves the state of a training to one file, whole or not at all: a line with a checksum, a line of JSON, and the values in float32.
 *
 * Throws `storage` when the disk fails; an earlier state is then untouched.
 *
 * @example
 * await trainNetwork(network, data, { onState: (state) => saveTrainingState('runs/network/training.state', { state, about: settings }) });
 */
export const saveTrainingState = async (file: string, { state, about }: KeptTraining): Promise<void> => {
  const { records, weights, moments } = state;
  const lengthsOf = (values: readonly Float32Array[]) => values.map(({ length }) => length);
  const header = `${JSON.stringify({ about, records, weights: lengthsOf(weights), moments: lengthsOf(moments.first) })}\n`;
  const values = [...weights, ...moments.first, ...moments.second].map(({ buffer, byteOffset, byteLength }) =>
    Buffer.from(buffer, byteOffset, byteLength),
  );
  const body = Buffer.concat([Buffer.from(header), ...values]);
  const line = Buffer.from(`${trainingStateFormat} ${checksumOf(body)}\n`);
  await writeFiles(dirname(file), { [basename(file)]: Buffer.concat([line, body]) });
};

/**
 * Loads a state that {@link saveTrainingState} wrote; undefined when there is no such file.
 *
 * Throws `bad-input` when the file is damaged or not such a state, and `storage` when the disk fails.
 *
 * @example
 * const kept = await loadTrainingState('runs/network/training.state');
 */
export const loadTrainingState = async (file: string): Promise<KeptTraining | undefined> => {
  const bytes = await ifThere(readWholeFile(file, { who: 'loadTrainingState' }));
  if (bytes === undefined) return undefined;
  const kept = parse(Buffer.from(bytes.buffer));
  if (kept !== undefined) return kept;
  throw new DumError('bad-input', `loadTrainingState: ${file} is damaged or not a state of a training; remove it and train from the start`);
};

const checksumOf = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

const parseJson = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

const parse = (bytes: Buffer): KeptTraining | undefined => {
  const bodyStart = bytes.indexOf('\n') + 1;
  const body = bytes.subarray(bodyStart);
  if (bytes.toString('latin1', 0, bodyStart) !== `${trainingStateFormat} ${checksumOf(body)}\n`) return undefined;
  const valuesStart = body.indexOf('\n') + 1;
  const { success, data } = trainingStateHeader.safeParse(parseJson(body.toString('utf8', 0, valuesStart)));
  if (!success) return undefined;
  const { about, records } = data;
  let at = valuesStart;
  const take = (count: number): Float32Array => {
    const start = body.byteOffset + at;
    at += 4 * count;
    return new Float32Array(body.buffer.slice(start, start + 4 * count));
  };
  const all = [data.weights, data.moments, data.moments];
  if (body.length - valuesStart !== 4 * all.flat().reduce((total, count) => total + count, 0)) return undefined;
  const [weights, first, second] = all.map((part) => part.map(take)) as [Float32Array[], Float32Array[], Float32Array[]];
  return { about, state: { records, weights, moments: { first, second } } };
};
