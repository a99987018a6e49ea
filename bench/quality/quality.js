// How good searches with default settings are: `pnpm bench:quality` (see docs/quality.md).
import { relative } from 'node:path';
import { useBackend } from '@dum/backend';
import { DumError } from '@dum/errors';
import { BadArguments, readArguments } from './arguments.js';
import { casesOf } from './cases.js';
import { writePage } from './page.js';
import { readResults, writeResults } from './results-file.js';
import { runCases } from './run-cases.js';
import { runNetwork } from './run-network.js';
import { runPlant } from './run-plant.js';
import { tablesOf } from './tables.js';

const say = (line) => process.stderr.write(`${line}\n`);
const runners = { plant: runPlant, network: runNetwork };

const runSuite = async ({ role, names, again, files, settings, out }) => {
  const cases = casesOf(role).filter(({ name }) => names.includes(name));
  const isChosen = (result) => result.role === role && names.includes(result.name);
  const earlier = (await readResults(out)).filter((result) => !(again && isChosen(result)));
  await useBackend('wasm');
  const save = async (results) => {
    await writeResults(out, results);
    if (settings === undefined) await writePage(await readResults(out));
  };
  await save(earlier);
  const results = await runCases(cases, earlier, {
    async run(each) {
      const start = performance.now();
      const result = await runners[each.kind](each, { settings: settings ?? {}, files, say });
      say(`  ${((performance.now() - start) / 1000).toFixed(0)} s`);
      return result;
    },
    save,
    say,
  });
  if (settings !== undefined) {
    process.stdout.write(`${JSON.stringify(settings)}\n\n${tablesOf(results, [role])}\n`);
    say(`the results are in ${relative('.', out)}`);
  }
};

try {
  const given = readArguments(process.argv.slice(2));
  if (given.help !== undefined) process.stdout.write(`${given.help}\n`);
  else await runSuite(given);
} catch (error) {
  if (!(error instanceof BadArguments || error instanceof DumError)) throw error;
  process.stderr.write(`pnpm bench:quality: ${error.message}\n`);
  process.exitCode = 2;
}
