import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { writeJson } from '@dum/errors/node';
import type { Evidence } from '@dum/experiments';
import type { Session } from '../session/session.js';
import { versions } from '../versions.js';
import { readEarlier, tellKept } from './growing-file.js';

/** The common part of all evidence of a file. */
export interface EvidenceAbout {
  readonly dataset: string;
  readonly split: 'validation' | 'test';
  readonly samples: number;
  readonly classNames: readonly string[];
  readonly seed: number;
  readonly draws: number;
  readonly network: { readonly fingerprint: string };
  readonly searchRepeated: boolean;
  readonly settings: Readonly<Record<string, number>>;
  readonly backend: string;
  /** SHA-256 of the file of the masks. */
  readonly masksDigest: string;
}

/** The contents of evidence.json. */
interface EvidenceDocument extends EvidenceAbout {
  /** The last command. */
  readonly command: string;
  readonly evidence: readonly Evidence[];
  readonly masks: string;
  /** The total time. */
  readonly seconds: number;
  readonly versions: Readonly<Record<string, string>>;
}

/** An evidence.json that grows while evidence is gathered. */
export interface EvidenceFile {
  readonly path: string;
  isDone(task: string): boolean;
  /** Writes the evidence on several tasks. */
  add(evidence: readonly Evidence[]): Promise<void>;
  read(): EvidenceDocument;
}

/** The SHA-256 of a file, in hexadecimal digits. */
export const digestOf = async (file: string): Promise<string> =>
  createHash('sha256')
    .update(await readFile(file))
    .digest('hex');

/**
 * Opens the evidence.json of a folder to add to it. Throws `bad-input` for one of other masks, data or settings, before anything is
 * gathered.
 */
export const openEvidence = async (
  session: Session,
  out: string,
  { masks, tasks, ...about }: EvidenceAbout & { readonly masks: string; readonly tasks: readonly string[] },
): Promise<EvidenceFile> => {
  const path = join(out, 'evidence.json');
  const earlier = await readEarlier<EvidenceDocument>({ path, about, lists: ['evidence'] });
  let evidence = earlier?.evidence ?? [];
  const began = session.io.now();
  const tell = () => {
    if (evidence.length > 0) tellKept(session, path, `${evidence.length} of ${tasks.length} tasks`);
  };
  if (evidence.length > 0) session.note(`${path} has ${evidence.map(({ task }) => task).join(', ')} already, which are reused`);
  tell();
  const read = (): EvidenceDocument => {
    const seconds = (earlier?.seconds ?? 0) + (session.io.now() - began) / 1000;
    return { command: session.typed, ...about, evidence, masks, seconds, versions: versions() };
  };
  return {
    path,
    isDone: (name) => evidence.some(({ task }) => task === name),
    async add(added) {
      evidence = [...evidence, ...added].toSorted((a, b) => tasks.indexOf(a.task) - tasks.indexOf(b.task));
      await writeJson(path, read());
      tell();
    },
    read,
  };
};
