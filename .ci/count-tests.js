// Prints `N passed, N failed` for the vitest reports in a folder, a skipped test counting as failed:
// node .ci/count-tests.js EXIT_CODE_SO_FAR FOLDER
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const [exitCode, folder = '.'] = process.argv.slice(2);

const reports = readdirSync(folder)
  .filter((file) => file.endsWith('.json'))
  .map((file) => JSON.parse(readFileSync(join(folder, file), 'utf8')));

const passed = reports.reduce((sum, { numPassedTests }) => sum + numPassedTests, 0);
const skipped = reports.reduce((sum, { numPendingTests, numTodoTests }) => sum + numPendingTests + numTodoTests, 0);
if (skipped > 0) console.log(`${skipped} of the failed were skipped:`);
for (const { name, assertionResults } of reports.flatMap(({ testResults }) => testResults)) {
  for (const { status, fullName } of assertionResults) {
    if (['skipped', 'pending', 'todo'].includes(status)) console.log(`  ${name} > ${fullName}`);
  }
}
const counted = reports.reduce((sum, { numFailedTests }) => sum + numFailedTests, skipped);
const failed = exitCode === '0' && passed > 0 ? counted : Math.max(1, counted);
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed > 0 ? 1 : 0;
