// Runs cases one after the other; each finished one is kept at once, and is not run again.
import { LeftOut } from './left-out.js';

/** What cases and results are known by. */
export const keyOf = ({ name, seed }) => `${name} ${seed}`;

/**
 * Runs those of `cases` without a result in `results`, and calls `save` with all results after each. A case that is left out gets its
 * reason instead, and is tried again in the next run.
 */
export const runCases = async (cases, results, { run, save, say }) => {
  let kept = results;
  const keep = async (result) => {
    kept = [...kept.filter((other) => keyOf(other) !== keyOf(result)), result];
    await save(kept);
  };
  for (const each of cases) {
    const { role, kind, name, seed } = each;
    const earlier = kept.find((result) => keyOf(result) === keyOf(each));
    if (earlier !== undefined && earlier.leftOut === undefined) continue;
    say(`${name}, seed ${seed}`);
    try {
      await keep({ role, kind, name, seed, ...(await run(each)) });
    } catch (error) {
      if (!(error instanceof LeftOut)) throw error;
      say(`  left out: ${error.message}`);
      await keep({ role, kind, name, seed, leftOut: error.message });
    }
  }
  return kept;
};
