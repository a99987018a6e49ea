import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { readWholeFile, writeJson } from '@dum/errors/node';
import { type EvidenceFile, evidenceFile } from '@dum/runs';
import type { Session } from '../session/session.js';
import { versions } from '../versions.js';
import { tellKept } from './earlier.js';
import { readEarlier } from './growing-file.js';

/** The common part of all evidence of a file. */
type EvidenceAbout = Pick<
  EvidenceFile,
  'dataset' | 'split' | 'samples' | 'classNames' | 'seed' | 'draws' | 'network' | 'searchRepeated' | 'settings' | 'backend' | 'masksDigest'
>;

/** An evidence.json that grows while evidence is gathered. */
export interface GrowingEvidence {
  readonly path: string;
  isDone(task: string): boolean;
  /** Writes the evidence on several tasks. */
  add(evidence: EvidenceFile['evidence']): Promise<void>;
  read(): EvidenceFile;
}

/** The SHA-256 of a file, in hexadecimal digits. */
export const digestOf = async (file: string): Promise<string> =>
  createHash('sha256')
    .update(await readWholeFile(file, { who: 'evidence' }))
    .digest('hex');

/**
 * Opens the evidence.json of a folder to add to it. Throws `bad-input` for one of other masks, data or settings, before anything is
 * gathered.
 */
export const openEvidence = async (
  session: Session,
  out: string,
  { masks, tasks, ...about }: EvidenceAbout & { readonly masks: string; readonly tasks: readonly string[] },
): Promise<GrowingEvidence> => {
  const path = join(out, 'evidence.json');
  const earlier = await readEarlier({ path, format: evidenceFile, about });
  let evidence: EvidenceFile['evidence'] = earlier?.evidence ?? [];
  const began = session.io.now();
  const tell = () => {
    if (evidence.length > 0) tellKept(session, path, `${evidence.length} of ${tasks.length} tasks`);
  };
  if (evidence.length > 0) session.note(`${path} has ${evidence.map(({ task }) => task).join(', ')} already, which are reused`);
  tell();
  const read = (): EvidenceFile => {
    const seconds = (earlier?.seconds ?? 0) + (session.io.now() - began) / 1000;
    return evidenceFile.make({ command: session.typed, ...about, evidence, masks, seconds, versions: versions() }, { name: path });
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
