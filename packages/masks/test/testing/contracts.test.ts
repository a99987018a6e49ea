import { basename } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeAll, expect, it } from 'vitest';
import { startVitest } from 'vitest/node';

/** The tests that failed, by suite. */
const failures: Record<string, string[]> = {};

const broken = new URL('./broken-contracts.ts', import.meta.url);

beforeAll(async () => {
  const conditions = ['@dum/source'];
  const vitest = await startVitest(
    'test',
    [],
    {
      root: fileURLToPath(new URL('.', import.meta.url)),
      config: false,
      watch: false,
      include: [basename(fileURLToPath(broken))],
      reporters: [{}],
    },
    { resolve: { conditions }, ssr: { resolve: { conditions, externalConditions: conditions } } },
  );
  for (const test of vitest.state.getTestModules().flatMap((module) => [...module.children.allTests()])) {
    const [suite, name] = test.fullName.split(' > ') as [string, string];
    failures[suite] ??= [];
    if (test.result().state === 'failed') failures[suite].push(name);
  }
  await vitest.close();
  process.exitCode = undefined;
});

/** The first two words of the tests that failed in a suite. */
const failedIn = (suite: string) => new Set(failures[suite]?.map((name) => name.split(' ').slice(0, 2).join(' ')));

it.each([
  ['estimator honest', []],
  ['estimator relaxed in secret', ['samples within']],
  ['estimator without a gradient', ['has a']],
  ['estimator of another probability', ['keeps a', 'starts at']],
  ['estimator of a probability with another gradient', ['gives the']],
  ['estimator deterministic in name', ['keeps a', 'draws the']],
  ['estimator with no noise in secret', ['keeps a', 'draws the']],
  ['estimator that hardens later', ['hardens logits']],
  ['estimator that hardens nothing', ['hardens to', 'hardens logits']],
  ['estimator that hardens upside down', ['hardens to', 'hardens logits']],
  ['estimator that starts elsewhere', ['starts at']],
  ['estimator with noise of its own', ['keeps a', 'draws the']],
  ['estimator that leaks', ['leaks no']],
  ['penalty 0.5 honest', []],
  ['penalty 0.5 of all tasks', ['is one']],
  ['penalty 0.5 not proportional', ['is proportional', 'refuses price']],
  ['penalty 0.5 with a wrong gradient', ['has the']],
  ['penalty without its price', ['names its']],
  ['penalty 0.5 of any price', ['refuses price']],
  ['penalty 0.5 finite no more', ['is one', 'is proportional', 'has the']],
])('%s fails exactly the tests %j', (suite, expected) => {
  expect(Object.keys(failures)).toHaveLength(20);
  expect(failedIn(suite)).toEqual(new Set(expected));
});
