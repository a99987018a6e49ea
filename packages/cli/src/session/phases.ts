import { Presets, SingleBar } from 'cli-progress';
import type { Io } from '../io.js';

/** Called with the share of a phase that is done, from 0 to 1, and the current step. */
type Update = (done: number, detail?: string) => void;

/** The result of a phase, and its time. */
export interface Finished<Result> {
  readonly result: Result;
  readonly seconds: number;
}

/** Runs a phase and shows its progress on stderr: a bar on a terminal, and one line at its end everywhere. */
export type RunPhase = <Result>(
  name: string,
  work: (update: Update) => Promise<Result>,
  tell?: (result: Result) => string,
) => Promise<Finished<Result>>;

/** Runs phases that are shown on stderr; an aborted signal stops the run between phases. */
export const showPhases =
  ({ stderr, now }: Io, signal: AbortSignal): RunPhase =>
  async (name, work, tell) => {
    signal.throwIfAborted();
    const started = now();
    const bar = stderr.isTTY === true ? startBar(stderr, name) : undefined;
    let result: Awaited<ReturnType<typeof work>>;
    try {
      result = await work((done, detail = '') => bar?.update(Math.min(1, done), { detail }));
    } finally {
      bar?.stop();
    }
    const seconds = (now() - started) / 1000;
    signal.throwIfAborted();
    stderr.write(`${name}: ${tell === undefined ? '' : `${tell(result)}, `}${seconds.toFixed(1)} s\n`);
    return { result, seconds };
  };

const startBar = (stream: NodeJS.WritableStream, name: string): SingleBar => {
  const bar = new SingleBar(
    {
      stream,
      format: `${name} {bar} {percentage} %  {detail}`,
      barsize: 30,
      clearOnComplete: true,
      linewrap: true,
      stopOnComplete: false,
    },
    Presets.shades_grey,
  );
  bar.start(1, 0, { detail: '' });
  return bar;
};
