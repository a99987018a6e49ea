import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { writeFiles } from '@dum/errors/node';
import { subnetworksToJson } from '@dum/masks/mask-set';
import type { Session } from '../session/session.js';
import type { FoundTask } from '../steps/find-subnetworks.js';

/**
 * Writes masks.json and summary.json together, and reports where they are; on stderr, how many tasks diverged.
 *
 * masks.json holds the tasks that finished. When none did, there is no masks.json, and an earlier one is not overwritten.
 */
export const saveSearch = async (session: Session, out: string, found: readonly FoundTask[], summary: unknown): Promise<string> => {
  session.signal.throwIfAborted();
  const subnetworks = found.flatMap(({ subnetwork }) => (subnetwork === undefined ? [] : [subnetwork]));
  const diverged = found.length - subnetworks.length;
  const summaryJson = `${JSON.stringify(summary, null, 2)}\n`;
  const keepEarlier = subnetworks.length === 0 && existsSync(join(out, 'masks.json'));
  if (!keepEarlier) {
    await writeFiles(out, {
      ...(subnetworks.length === 0 ? {} : { 'masks.json': subnetworksToJson(subnetworks) }),
      'summary.json': summaryJson,
    });
  }
  if (diverged > 0) {
    const kept = keepEarlier ? `; the results of an earlier run in ${out} were kept` : '';
    session.note(`${diverged} of ${found.length} tasks diverged; try lower learning rates${kept}`);
  }
  return subnetworks.length === 0 ? 'No masks were found.' : `The masks are in ${join(out, 'masks.json')}.`;
};
