import fc from 'fast-check';
import { expect, it } from 'vitest';
import { extractedMasked } from './_extracted.js';
import { networkOf, recipes, runs } from './_random-graph.js';

it('extracts what masks anywhere in a network keep', { timeout: 600_000 }, async () => {
  let removed = 0;
  await fc.assert(
    fc.asyncProperty(recipes, async (recipe) => {
      const { certificate } = await extractedMasked(networkOf(recipe, { masks: true }));
      removed += certificate.units.before - certificate.units.after;
    }),
    runs,
  );
  expect(removed).toBeGreaterThan(runs.numRuns);
});
