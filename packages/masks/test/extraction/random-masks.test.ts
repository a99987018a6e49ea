import fc from 'fast-check';
import { expect, it } from 'vitest';
import { extractedMasked } from './_extracted.js';
import { networkOf, recipes, runs } from './_random-graph.js';

it.each([false, true])(
  'extracts what masks anywhere in a network keep, with constants in place of 0: %s',
  { timeout: 600_000 },
  async (constants) => {
    let removed = 0;
    await fc.assert(
      fc.asyncProperty(recipes, async (recipe) => {
        const { certificate } = await extractedMasked(networkOf(recipe, { masks: true, constants }));
        removed += certificate.units.before - certificate.units.after;
      }),
      runs,
    );
    expect(removed).toBeGreaterThan(runs.numRuns);
  },
);
