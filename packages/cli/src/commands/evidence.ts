import { join } from 'node:path';
import { restoreTask } from '@dum/datasets';
import { type EvidenceOptions, discoveryDefaults, gatherEvidence } from '@dum/experiments';
import { loadNetwork, loadSubnetworks } from '@dum/experiments/store';
import { createWorkerPool } from '@dum/experiments/workers';
import { fingerprintNetwork } from '@dum/masks';
import { addOption } from '../arguments/add-option.js';
import { oneOf, text, wholeNumber } from '../arguments/argument-kind.js';
import { addDataOptions, type DataOptions } from '../arguments/data-options.js';
import { addThreads } from '../arguments/discovery-options.js';
import { addSharedOptions, type SharedOptions } from '../arguments/shared-options.js';
import { loadSplit } from '../data/load-split.js';
import { keepPixelRange } from '../data/network-range.js';
import { asNetworkTakes } from '../data/as-network-takes.js';
import { requireSameClasses } from '../data/require-same-classes.js';
import { answersClasses, requireSameInput } from '../data/require-same-input.js';
import { chooseTask } from '../steps/choose-task.js';
import { threadsFor } from '../steps/find-subnetworks.js';
import { digestOf, openEvidence } from '../resume/evidence-file.js';
import { evidenceReport } from '../tables/evidence-report.js';
import { requireOutFile } from '../files/require-out.js';
import { searchSettingsOf } from '../files/search-beside.js';
import type { DefineCommand } from '../run-command.js';
import type { Session } from '../session/session.js';

interface EvidenceCommandOptions extends SharedOptions, DataOptions {
  readonly network: string;
  readonly masks: string;
  readonly out: string;
  readonly task?: string;
  readonly split?: 'validation' | 'test';
  readonly draws?: number;
  readonly validation?: number;
  readonly threads?: number;
}

const explanation = `
Every control has its own linear probe, fitted like that of the subnetwork: random masks with as many units
in each layer, the complement, a sample of the complement of the same size, and all units. If summary.json
beside --masks has the settings of the search, it is repeated with two other seeds and over a random network.
--out gets evidence.json, written after every few subnetworks; the same command continues after them.
The figures choose nothing, so they may be of the test split, once; the default is the samples that train
held out.

Examples:
  dum evidence --network runs/network --masks runs/digits/masks.json --dataset mnist --out runs/digits
  dum evidence --network runs/network --masks runs/digits/masks.json --dataset mnist --task 0 --split test --out runs/zero`;

/** `dum evidence`: separates subnetworks from accidents. */
export const defineEvidence: DefineCommand = (program, run) => {
  const command = program
    .command('evidence')
    .summary('show whether subnetworks are real')
    .description(
      'Compares subnetworks with random masks, their complements and repeated searches, and judges them; --out gets evidence.json.',
    );
  addOption(command, '--network <folder>', 'the network', text('a folder'), 'required');
  addOption(command, '--masks <file>', 'a masks.json that discover wrote', text('a file'), 'required');
  addDataOptions(command);
  addOption(command, '--out <folder>', 'where evidence.json goes', text('a folder'), 'required');
  addOption(command, '--task <name>', 'only this task of --masks', text('the name of a task'));
  addOption(command, '--split <name>', 'validation (default) or test', oneOf(['validation', 'test'] as const));
  addOption(command, '--draws <count>', 'random masks of each task (default: 100)', wholeNumber(1));
  addOption(command, '--validation <count>', 'held-out samples (default: those that train held out)', wholeNumber(1));
  addThreads(command);
  addSharedOptions(command);
  command.addHelpText('after', explanation);
  command.action((options: EvidenceCommandOptions) => run('evidence', options, (session) => evidence(session, options)));
};

const evidence = async (session: Session, options: EvidenceCommandOptions): Promise<number> => {
  const { network: folder, masks, out, task, split: role = 'validation', draws = 100, pixelRange } = options;
  await requireOutFile(join(out, 'evidence.json'));
  const backend = await session.openBackend();
  const network = await loadNetwork(folder);
  const fingerprint = await fingerprintNetwork(network);
  const saved = await loadSubnetworks(masks, { network: fingerprint });
  const subnetworks = chooseTask(saved, task, masks);
  const wantedData = await asNetworkTakes(network, options);
  const { data, split } = await loadSplit(session, { network, folder }, wantedData, { validation: options.validation, seed: session.seed });
  const remembered = requireSameInput(network, data, { note: session.note, classes: false, pixelRange });
  for (const subnetwork of subnetworks) requireSameClasses(`task "${subnetwork.task}" was found`, subnetwork, data);
  const found = subnetworks.map((subnetwork) => {
    const { task: name, classOf, readOut } = subnetwork;
    return { subnetwork, task: restoreTask(split, { name, classOf, classNames: readOut.classNames }) };
  });
  const { search, reason, ...fitting } = await searchSettingsOf(masks);
  if (search === undefined) session.note(`the search is not repeated, so stability is not judged: ${reason}`);
  const { readOutEpochs = discoveryDefaults.readOutEpochs, batchSize } = fitting;
  const probes = { readOutEpochs, ...(batchSize === undefined ? {} : { batchSize }) };
  const measured = role === 'test' ? data.test : split.validation;
  const classNames = answersClasses(network, remembered, data) ? { classNames: data.classNames } : {};
  const file = await openEvidence(session, out, {
    dataset: data.name,
    split: role,
    ...{ seed: session.seed, draws, backend, masks },
    tasks: saved.map(({ task: name }) => name),
    samples: measured.count,
    classNames: data.classNames,
    masksDigest: await digestOf(masks),
    network: { fingerprint },
    searchRepeated: search !== undefined,
    settings: { ...probes, trainingSamples: split.train.count },
  });
  const left = found.filter(({ subnetwork }) => !file.isDone(subnetwork.task));
  if (left.length > 0) {
    const threads = threadsFor(session, left.length, options.threads);
    const workers = createWorkerPool({ threads });
    const settings: EvidenceOptions = {
      ...{ draws, ...probes, seed: session.seed, signal: session.signal, ...classNames },
      ...(search === undefined ? {} : { search: { ...search, workers } }),
      atOnce: threads,
      onEvidence: (evidence) => file.add(evidence),
    };
    await session
      .phase(`gather evidence on ${left.length} ${left.length === 1 ? 'subnetwork' : 'subnetworks'}`, (update) =>
        gatherEvidence(network, left, measured, { ...settings, onProgress: (what, done) => update(done, what) }),
      )
      .finally(() => workers.close());
  }
  await keepPixelRange(session, network, folder, data, pixelRange);
  network.dispose();
  const document = file.read();
  const wanted = document.evidence.filter(({ task: name }) => subnetworks.some((subnetwork) => subnetwork.task === name));
  session.printResult(
    document,
    () => `${evidenceReport(wanted, { draws })}\n\nFigures are of ${measured.count} ${role} samples. The evidence is in ${file.path}.`,
  );
  return 0;
};
