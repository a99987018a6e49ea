import { join } from 'node:path';
import { DumError } from '@dum/errors';
import { writeJson } from '@dum/errors/node';
import { frontierComparisons, type FrontierPoint, frontierRows } from '@dum/experiments';
import { type FrontierFile, frontierFile } from '@dum/runs';
import { isLearned } from '../arguments/frontier-methods.js';
import type { Session } from '../session/session.js';
import { versions } from '../versions.js';
import { tellKept } from './earlier.js';
import { readEarlier } from './growing-file.js';

/** The common part of all points of a file. */
type FrontierAbout = Pick<FrontierFile, 'dataset' | 'split' | 'measure' | 'samples' | 'tasks' | 'settings' | 'backend'>;

/** A method at a budget with a seed. */
type FrontierCell = Pick<FrontierPoint, 'method' | 'budget' | 'seed'>;

/** A frontier.json that grows while points are measured. */
export interface GrowingFrontier {
  readonly path: string;
  /** Refuses a network for a seed whose points are of another. */
  use(seed: number, fingerprint: string): Promise<void>;
  isDone(cell: FrontierCell): boolean;
  /** Writes the points of a cell. */
  add(cell: FrontierCell, points: readonly FrontierPoint[]): Promise<void>;
  /** Computes rows and comparisons of all points again, which an earlier version may have computed differently, writes them, and returns them. */
  finish(): Promise<FrontierFile>;
}

/** Opens the frontier.json of a folder to add to it. Throws `bad-input` for one of other data or settings, before anything is measured. */
export const openFrontier = async (session: Session, out: string, about: FrontierAbout): Promise<GrowingFrontier> => {
  const path = join(out, 'frontier.json');
  const earlier = await readEarlier({ path, format: frontierFile, about });
  let { points, diverged, commands }: Pick<FrontierFile, 'points' | 'diverged' | 'commands'> = earlier ?? {
    points: [],
    diverged: [],
    commands: [],
  };
  const networks: Record<string, string> = { ...earlier?.networks };
  const tell = () => {
    if (points.length > 0) tellKept(session, path, `${points.length} points`);
  };
  if (points.length > 0) session.note(`${path} has ${points.length} points already, which are reused`);
  tell();
  const write = async (): Promise<FrontierFile> => {
    const methods = [...new Set(points.map(({ method }) => method))];
    const [learned, baselines] = [methods.filter(isLearned), methods.filter((method) => !isLearned(method))];
    const measured = { points, rows: frontierRows(points), comparisons: frontierComparisons(points, learned, baselines) };
    const contents = { command: session.typed, commands, ...about, methods, ...measured, diverged, networks, versions: versions() };
    const document = frontierFile.make(contents, { name: path });
    await writeJson(path, document);
    return document;
  };
  const isOf = (cell: FrontierCell) => (other: FrontierCell) =>
    other.method === cell.method && other.budget === cell.budget && other.seed === cell.seed;
  return {
    path,
    use(seed, fingerprint) {
      const known = networks[seed];
      if (known !== undefined && known !== fingerprint)
        throw new DumError(
          'bad-input',
          `${path} has figures of seed ${seed} in another network (${known.slice(0, 12)}…); give another --out`,
        );
      networks[seed] = fingerprint;
      return Promise.resolve();
    },
    isDone: (cell) => points.filter(isOf(cell)).length + diverged.filter(isOf(cell)).length === about.tasks.length,
    async add(cell, added) {
      points = [...points, ...added];
      const found = new Set(added.map(({ task }) => task));
      diverged = [...diverged, ...about.tasks.filter((task) => !found.has(task)).map((task) => ({ ...cell, task }))];
      commands = [...new Set([...commands, session.typed])];
      await write();
      tell();
    },
    finish: write,
  };
};
