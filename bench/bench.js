// Ours side by side with Keras and PyTorch on the same files: `pnpm bench` (see docs/performance.md).
import { writeFile } from 'node:fs/promises';
import { availableParallelism, cpus, loadavg, totalmem, type } from 'node:os';
import { fileURLToPath } from 'node:url';
import { readArguments } from './arguments.js';
import { checkAgreement } from './check-agreement.js';
import { drawPlots } from './draw-plots.js';
import { createFigures } from './figures.js';
import { parts, shorten } from './parts.js';
import { prepare } from './prepare.js';
import { preparePython } from './python.js';
import { runForResult } from './run-process.js';
import { figureTable, runTable, shortfalls } from './table.js';

const { only, quick, rounds, isWhole, out } = readArguments();
const cwd = fileURLToPath(new URL('.', import.meta.url));
const say = (line) => process.stderr.write(`${line}\n`);

const planned = only.flatMap((part) => parts[part].map((run) => ({ part, ...(quick ? shorten(run) : run) })));
const places = await prepare(say);
const python = planned.some(({ kind }) => kind === 'python') ? await preparePython(say) : undefined;

const losses = python === undefined ? undefined : await checkAgreement(python, places, cwd);
if (losses !== undefined) say(`same loss on every side: ${JSON.stringify(losses)}`);

const skipped = {};
let failed = false;
/** Why a backend does not run here; asked once each. */
const backendFailures = {};
for (const backend of new Set(planned.flatMap(({ backend = [] }) => backend))) {
  backendFailures[backend] = await runForResult(process.execPath, ['ours/backend.js', JSON.stringify({ backend })], { cwd }).then(
    ({ reason }) => reason,
    (error) => error.message,
  );
}

const load = loadavg()[0];
if (load > availableParallelism() / 2) say(`the machine is busy (load ${load.toFixed(1)}): the times of this run mean little`);

const runs = [];
const runOnce = async ({ kind, script, ...run }, round) => {
  const failure = backendFailures[run.backend];
  if (failure) {
    skipped[run.name] = failure;
    return;
  }
  const told = { seed: round, ...places, ...(run.backend === undefined ? {} : { backend: run.backend }), ...run.settings };
  const loadBefore = loadavg()[0];
  try {
    const result = await runForResult(kind === 'python' ? python : process.execPath, [script, JSON.stringify(told)], { cwd });
    runs.push({ ...run, round, loadBefore, ...result });
    say(`${run.name}, round ${round}: ${result.seconds?.toPrecision(4) ?? 'not reached'} s, ${result.peakMemoryMB.toFixed(0)} MB`);
  } catch (error) {
    skipped[run.name] = error.message;
    failed = true;
    say(`${run.name}, round ${round}: FAILED: ${error.message}`);
  }
};

const machine = {
  system: type(),
  processor: cpus()[0]?.model ?? 'unknown',
  cores: availableParallelism(),
  memoryGB: Math.round(totalmem() / 2 ** 30),
};
/** What is known so far, so that a run cut short is not lost. */
const save = async () => {
  const versions = Object.assign({}, ...runs.map((run) => run.versions));
  const found = createFigures(runs, skipped);
  await writeFile(out, `${JSON.stringify({ machine, versions, quick, rounds, losses, runs, ...found, skipped }, null, 2)}\n`);
  return found;
};

// every round has all runs, and every second round goes backwards: what slows the machine for a while slows all sides
let found;
for (let round = 1; round <= rounds; round++) {
  for (const run of round % 2 === 1 ? planned : planned.toReversed()) await runOnce(run, round);
  found = await save();
}
if (isWhole) await drawPlots(runs, new URL('../docs/figures/', import.meta.url));
process.stdout.write(`${[runTable(runs), figureTable(found), ...(quick ? [] : shortfalls(runs))].join('\n\n')}\n`);
// a backend that is not there is no failure; a run that fails is
if (failed) process.exitCode = 1;
