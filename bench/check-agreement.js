// Before anything is timed: ours and the peers compute the same loss, so that they solve the same problem.
import { runForResult } from './run-process.js';
import { alphaLoss } from './settings.js';

const tolerance = 1e-5;

/** The losses by side; throws when they differ. */
export const checkAgreement = async (python, places, cwd) => {
  const told = (more) => JSON.stringify({ ...alphaLoss, ...places, seed: 1, ...more });
  const peers = await runForResult(python, ['peers/alpha_loss.py', told({})], { cwd });
  const ours = await runForResult(process.execPath, ['ours/alpha-loss.js', told({ backend: 'wasm' })], { cwd });
  const losses = { ...peers.losses, ...ours.losses };
  const values = Object.values(losses);
  if (!(Math.max(...values) - Math.min(...values) <= tolerance * Math.max(...values)))
    throw new Error(`the sides do not compute the same loss, so their times cannot be compared: ${JSON.stringify(losses)}`);
  return losses;
};
