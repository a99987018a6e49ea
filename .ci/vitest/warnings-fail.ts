import { format } from 'node:util';
import { afterAll, afterEach, beforeEach } from 'vitest';

/** What TensorFlow.js itself prints, which no test causes. */
const notOurs = [/^\s*=+\s*Hi, looks like you are running TensorFlow\.js in Node/];

const printed: string[] = [];

const original = { warn: console.warn, error: console.error };
for (const level of ['warn', 'error'] as const) {
  const print = original[level].bind(console);
  console[level] = (...parts: unknown[]) => {
    const text = format(...parts);
    if (notOurs.some((pattern) => pattern.test(text))) return;
    printed.push(`console.${level}: ${text}`);
    print(...parts);
  };
}
const recordWarning = ({ name, message }: Error) => {
  if (name !== 'DeprecatirecordWarning' && name !== 'ExperimentalWarning') printed.push(`${name}: ${message}`);
};
process.on('warning', recordWarning);

// A worker runs file after file, and each listens for itself. Hooks of the end run in reverse: this is the last.
afterAll(() => {
  process.off('warning', recordWarning);
  Object.assign(console, original);
});

const refuse = (when: string) => () => {
  if (printed.length > 0) throw new Error(`${when} printed ${printed.length} warning(s):\n${printed.splice(0).join('\n')}`);
};

beforeEach(refuse('something before this test'));
afterEach(refuse('this test'));
afterAll(refuse('this file'));
