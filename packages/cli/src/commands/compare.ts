import { DumError } from '@dum/errors';
import { loadSubnetworks } from '@dum/experiments/store';
import { keptUnits, totalUnits } from '@dum/masks/mask-set';
import { overlapTable } from '@dum/masks/overlap';
import { comparison } from '@dum/runs';
import { addOption } from '../arguments/add-option.js';
import { addDataOptions, type DataOptions } from '../arguments/data-options.js';
import { text } from '../arguments/argument-kind.js';
import { addSharedOptions, type SharedOptions } from '../arguments/shared-options.js';
import { liveUnits } from '../data/live-units.js';
import { chooseTask } from '../steps/choose-task.js';
import { overlapReport } from '../tables/overlap-report.js';
import type { DefineCommand } from '../run-command.js';
import type { Session } from '../session/session.js';

interface CompareOptions extends SharedOptions, Partial<DataOptions> {
  readonly task?: string;
  readonly layer?: string;
  readonly network?: string;
}

const explanation = `
Two files: every task of the first with every task of the second. One file: its tasks with each other.
iou = units in both / in either; coverage = in both / in one of them. Random masks of the same sizes share
units too, so each iou is shown beside its chance level, with p for the difference. Units that are constant
over the training split make all masks look related: --network and --dataset together leave them out.
--json also has ioMin (in both / in the smaller one), p values of either direction, and every layer.
--seed changes nothing; --backend and --limit matter only with --dataset.

Examples:
  dum compare runs/digits/masks.json
  dum compare runs/digits/masks.json --network runs/network --dataset mnist
  dum compare runs/digits/masks.json runs/round/masks.json --task 0`;

/** `dum compare`: shows the overlap of subnetworks. */
export const defineCompare: DefineCommand = (program, run) => {
  const command = program
    .command('compare')
    .summary('show the overlap of subnetworks')
    .description('Shows how many units the subnetworks of one or two masks.json files share; all must be of one network.')
    .argument('<first>', 'a masks.json')
    .argument('[second]', 'another masks.json of the same network');
  addOption(command, '--task <name>', 'only this task of the first file', text('the name of a task'));
  addOption(command, '--layer <name>', 'only the units of this layer', text('the name of a layer'));
  addOption(command, '--network <folder>', 'the network of the masks, to leave out constant units', text('a folder'));
  addDataOptions(command, 'optional');
  addSharedOptions(command);
  command.addHelpText('after', explanation);
  command.action((first: string, second: string | undefined, options: CompareOptions) =>
    run('compare', options, (session) => compare(session, first, second, options)),
  );
};

const compare = async (session: Session, first: string, second: string | undefined, options: CompareOptions): Promise<number> => {
  const { task, layer } = options;
  const all = await loadSubnetworks(first);
  const chosen = chooseTask(all, task, first);
  if (second === undefined && all.length === 1) {
    throw new DumError('bad-input', `${first} has one task only, "${all[0]!.task}"; give a second file to compare it with`);
  }
  const others = task === undefined ? undefined : all.filter((subnetwork) => subnetwork.task !== task);
  const against = second === undefined ? others : await loadSubnetworks(second);
  const { masks } = chosen[0]!;
  const total = totalUnits(masks, layer);
  const live = await liveUnits(session, masks, options);
  const pairs = overlapTable(chosen, { against, layer, live });
  const units = { live: live === undefined ? total : keptUnits(live, layer), total };
  const document = comparison.make({ first, second: second ?? first, layer: layer ?? null, units, pairs }, { name: 'compare' });
  session.printResult(document, () => overlapReport(pairs, units));
  return 0;
};
