import { DumError } from '@dum/errors';
import { loadSubnetworks } from '@dum/experiments/store';
import { addOption } from '../arguments/add-option.js';
import { text } from '../arguments/argument-kind.js';
import { addSharedOptions, type SharedOptions } from '../arguments/shared-options.js';
import { chooseTask } from '../results/choose-task.js';
import { overlapOf, overlapTable } from '../results/overlap.js';
import type { DefineCommand } from '../run-command.js';
import type { Session } from '../session/session.js';

interface CompareOptions extends SharedOptions {
  readonly task?: string;
  readonly layer?: string;
}

const explanation = `
Two files: every task of the first with every task of the second. One file: its tasks with each other.
iou = units in both / in either, ioMin = in both / in the smaller one, coverage = in both / in one of them.
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
  const chosen = chooseTask(all, task, first);
  if (second === undefined && all.length === 1) {
    throw new DumError('bad-input', `${first} has one task only, "${all[0]!.task}"; give a second file to compare it with`);
  }
  const others = second === undefined ? all : await loadSubnetworks(second);
  const isPair = (a: number, b: number) => second !== undefined || (task === undefined ? a < b : a !== b);
  const pairs = chosen.flatMap((a) => others.flatMap((b, place) => (isPair(all.indexOf(a), place) ? [overlapOf(a, b, layer)] : [])));
  session.printResult({ first, second: second ?? first, layer: layer ?? null, pairs }, () => overlapTable(pairs));
  return 0;
};
