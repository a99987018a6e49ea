import { DumError } from '@dum/errors';
import { inputOf } from '@dum/experiments';
import { loadNetwork, loadSubnetworks } from '@dum/experiments/store';
import { fingerprintNetwork } from '@dum/masks';
import { addOption } from '../arguments/add-option.js';
import { text } from '../arguments/argument-kind.js';
import { addDataOptions, type DataOptions } from '../arguments/data-options.js';
import { addSharedOptions, type SharedOptions } from '../arguments/shared-options.js';
import { loadData } from '../data/load-data.js';
import { keepPixelRange, pixelRangeFor } from '../data/network-range.js';
import { answersClasses, requireSameInput } from '../data/require-same-input.js';
import { chooseTask } from '../results/choose-task.js';
import { oddStatuses } from '../results/odd-statuses.js';
import { evaluationTable, measureNetwork, measureSubnetworks } from '../results/evaluation.js';
import type { DefineCommand } from '../run-command.js';
import type { Session } from '../session/session.js';
import { versions } from '../versions.js';

interface EvaluateOptions extends SharedOptions, DataOptions {
  readonly network: string;
  readonly masks?: string;
  readonly task?: string;
}

/** `dum evaluate`: measures a network or its subnetworks on the test split. */
export const defineEvaluate: DefineCommand = (program, run) => {
  const command = program
    .command('evaluate')
    .summary('measure a network or subnetworks on the test split')
    .description(
      "Measures on the test split: a network and its answer to each class alone, one that extract cut out on its task, or subnetworks beside the network's own answers.",
    );
  addOption(command, '--network <folder>', 'the network', text('a folder'), 'required');
  addDataOptions(command);
  addOption(command, '--masks <file>', 'a masks.json that discover wrote', text('a file'));
  addOption(command, '--task <name>', 'only this task of --masks', text('the name of a task'));
  addSharedOptions(command);
  command.addHelpText(
    'after',
    '\nExamples:\n  dum evaluate --network runs/network --dataset mnist\n  dum evaluate --network runs/network --masks runs/digits/masks.json --task 0 --dataset mnist\n  dum evaluate --network runs/imported --dataset cifar-10 --pixel-range 0-255 --limit 2000',
  );
  command.action((options: EvaluateOptions) => run('evaluate', options, (session) => evaluate(session, options)));
};

const evaluate = async (session: Session, { network: folder, masks, task, ...wanted }: EvaluateOptions): Promise<number> => {
  if (task !== undefined && masks === undefined)
    throw new DumError('bad-input', '--task names a task of --masks, which is not given; give both');
  const backend = await session.openBackend();
  const network = await loadNetwork(folder);
  const subnetworks =
    masks === undefined ? undefined : chooseTask(await loadSubnetworks(masks, { network: await fingerprintNetwork(network) }), task, masks);
  const { pixelRange } = wanted;
  const data = await loadData(session, { ...wanted, pixelRange: pixelRangeFor(network, pixelRange) });
  const remembered = requireSameInput(network, data, {
    note: session.note,
    classes: subnetworks === undefined && inputOf(network)?.classOf === undefined,
    pixelRange,
  });
  const wholeNetwork = answersClasses(network, remembered, data);
  if (subnetworks !== undefined && !wholeNetwork)
    session.note(`the network's outputs are not the classes of "${data.name}", so its own answers are left out`);
  const { result: rows } = await session.phase('evaluate on the test split', () =>
    subnetworks === undefined
      ? measureNetwork(network, data, remembered)
      : measureSubnetworks(network, subnetworks, data, { wholeNetwork }),
  );
  const { count } = data.test;
  session.printResult(
    {
      backend,
      versions: versions(),
      dataset: data.name,
      split: 'test',
      samples: count,
      [subnetworks === undefined ? 'network' : 'tasks']: rows,
    },
    () => `${evaluationTable(rows)}\n${oddStatuses(rows)}\nFigures are of ${count} test samples.`,
  );
  await keepPixelRange(session, network, folder, data, pixelRange);
  network.dispose();
  return 0;
};
