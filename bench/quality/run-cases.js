// Runs cases one after the other; each finished one is kept at once, and is not run again.
import { LeftOut } from './left-out.js';

/** What cases and results are known by. */
export const keyOf = ({ name, seed }) => `${name} ${seed}`;

/** Whether a result is of just this case: what the case is made of is kept with its result. */
const isOf = (result, each, given) => keyOf(result) === keyOf(each) && JSON.stringify(result.given) === JSON.stringify(given);

/**
 * Runs those of `cases` without a result in `results`, and calls `save` with all results after each. A case that is left out gets its
 * reason instead, and is tried again in the next run.
 */
export const runCases = async (cases, results, { run, save, say }) => {
  let kept = results;
  for (const each of cases) {
    const { role, kind, name, seed, ...given } = each;
    if (kept.some((result) => isOf(result, each, given) && result.leftOut === undefined)) continue;
    say(`${name}, seed ${seed}`);
    const found = await run(each).catch((error) => {
      if (!(error instanceof LeftOut)) throw error;
      say(`  left out: ${error.message}`);
      return { leftOut: error.message };
    });
    kept = [...kept.filter((result) => keyOf(result) !== keyOf(each)), { role, kind, name, seed, given, ...found }];
    await save(kept);
  }
  return kept;
};
