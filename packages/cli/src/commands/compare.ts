import { loadSubnetworks } from '@dum/experiments/store';
import { keptUnits, type Subnetwork } from '@dum/masks/mask-set';
import { coverage, ioMin, iou } from '@dum/masks/overlap';
import { addOption } from '../arguments/add-option.js';
import { text } from '../arguments/argument-kind.js';
import { addSharedOptions, type SharedOptions } from '../arguments/shared-options.js';
import { chooseTask } from '../results/choose-task.js';
import { ratio } from '../results/figures.js';
import { formatTable } from '../results/table.js';
import type { DefineCommand } from '../run-command.js';
import type { Session } from '../session/session.js';

interface CompareOptions extends SharedOptions {
  readonly task?: string;
  readonly layer?: string;
}

const explanation = `
Two files: every task of the first with every task of the second. One file: its tasks with each other.
iou = common / in either, ioMin = common / in the smaller one, coverage = common / in the first or the second.
--seed, --backend and --limit are accepted, as everywhere, and change nothing.

Examples:
  dum compare runs/digits/masks.json
  dum compare runs/digits/masks.json runs/round/masks.json --task 0`;

/** `dum compare`: shows how much subnetworks share. */
export const defineCompare: DefineCommand = (program, run) => {
  const command = program
    .command('compare')
    .summary('show what subnetworks share')
    .description('Shows how many units the subnetworks of one or two masks.json files share; they must be of one network.')
    .argument('<first>', 'a masks.json')
    .argument('[second]', 'another masks.json of the same network');
  addOption(command, '--task <name>', 'only this task of the first file', text('the name of a task'));
  addOption(command, '--layer <name>', 'only the units of this layer', text('the name of a layer'));
  addSharedOptions(command);
  command.addHelpText('after', explanation);
  command.action((first: string, second: string | undefined, options: CompareOptions) =>
    run('compare', options, (session) => compare(session, first, second, options)),
  );
};

const compare = async (session: Session, first: string, second: string | undefined, { task, layer }: CompareOptions): Promise<number> => {
  const all = await loadSubnetworks(first);
  const [left, right] = [chooseTask(all, task, first), second === undefined ? all : await loadSubnetworks(second)];
  const pairs = left.flatMap((a) =>
    right
      .filter((b) => second !== undefined || (task === undefined ? all.indexOf(a) < all.indexOf(b) : a !== b))
      .map((b) => compared(a, b, layer)),
  );
  session.printResult({ first, second: second ?? first, layer: layer ?? null, pairs }, () =>
    formatTable(
      [
        { title: 'first' },
        { title: 'second' },
        ...['first', 'second', 'both'].map((title) => ({ title, group: 'units' })),
        { title: 'iou' },
        { title: 'ioMin' },
        ...['of first', 'of second'].map((title) => ({ title, group: 'coverage' })),
      ],
      pairs.map((pair) => [
        pair.first,
        pair.second,
        ...[pair.units.first, pair.units.second, pair.units.both].map(String),
        ...[pair.iou, pair.ioMin, pair.coverage.first, pair.coverage.second].map(ratio),
      ]),
    ),
  );
  return 0;
};

const compared = (first: Subnetwork, second: Subnetwork, layer: string | undefined) => {
  const share = coverage(first.masks, second.masks, { layer });
  const units = { first: keptUnits(first.masks, layer), second: keptUnits(second.masks, layer) };
  return {
    first: first.task,
    second: second.task,
    units: { ...units, both: Math.round(share * units.first) },
    iou: iou(first.masks, second.masks, { layer }),
    ioMin: ioMin(first.masks, second.masks, { layer }),
    coverage: { first: share, second: coverage(second.masks, first.masks, { layer }) },
  };
};
