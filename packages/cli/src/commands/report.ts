import { stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { writeFiles } from '@dum/errors/node';
import { loadSubnetworks } from '@dum/experiments/store';
import { keptUnits, totalUnits } from '@dum/masks/mask-set';
import { overlapTable } from '@dum/masks/overlap';
import { addOption } from '../arguments/add-option.js';
import { text } from '../arguments/argument-kind.js';
import { addDataOptions, type DataOptions } from '../arguments/data-options.js';
import { addSharedOptions, type SharedOptions } from '../arguments/shared-options.js';
import { measureForReport } from '../steps/measure-for-report.js';
import { readReportInputs } from '../files/report-inputs.js';
import { requireOutFolder } from '../files/require-out.js';
import type { DefineCommand } from '../run-command.js';
import type { Session } from '../session/session.js';

interface ReportOptions extends SharedOptions, Partial<DataOptions> {
  readonly masks: string;
  readonly out: string;
  readonly network?: string;
  readonly title?: string;
}

const explanation = `
The report shows masks.json and the files beside it: summary.json, and evidence.json and frontier.json if they
exist. It shows the training of the network with --network, or if network/ is beside the masks.
--out gets report.html, one file that loads nothing and works offline, and in figures/ each figure as SVG and
as a Vega-Lite specification (.vl.json).
--network and --dataset together leave constant units out of overlaps, and show what the units of each task
respond to: the mean of the validation images that activate a unit most, and its mean activation on each class.

Examples:
  dum report --masks runs/start --out runs/start/report
  dum report --masks runs/digits/masks.json --network runs/network --dataset mnist --out runs/digits/report`;

/** `dum report`: makes one HTML file and figures of a run. */
export const defineReport: DefineCommand = (program, run) => {
  const command = program
    .command('report')
    .summary('make an HTML file and figures of a run')
    .description('Makes one HTML file of a search, with its figures as SVG and Vega-Lite specifications beside it.');
  addOption(command, '--masks <path>', 'the folder of a search, or its masks.json', text('a folder or a file'), 'required');
  addOption(command, '--out <folder>', 'where report.html and figures/ go', text('a folder'), 'required');
  addOption(command, '--network <folder>', 'the network of the masks', text('a folder'));
  addOption(command, '--title <text>', 'the title of the report', text('a text'));
  addDataOptions(command, 'optional');
  addSharedOptions(command);
  command.addHelpText('after', explanation);
  command.action((options: ReportOptions) => run('report', options, (session) => report(session, options)));
};

const report = async (session: Session, { masks: path, out, title, ...options }: ReportOptions): Promise<number> => {
  await requireOutFolder(out);
  const isFolder = await stat(path).then(
    (found) => found.isDirectory(),
    () => false,
  );
  const folder = isFolder ? path : dirname(path);
  const subnetworks = await loadSubnetworks(isFolder ? join(path, 'masks.json') : path);
  const inputs = await readReportInputs(folder, options.network);
  const { masks } = subnetworks[0]!;
  const measured = options.dataset === undefined ? undefined : await measureForReport(session, subnetworks, options);
  const { renderReport } = await import('@dum/reports');
  const { result } = await session.phase('draw the figures', () =>
    renderReport({
      title: title ?? `Subnetworks of ${subnetworks.length} ${subnetworks.length === 1 ? 'task' : 'tasks'}`,
      network: masks.network,
      kept: subnetworks.flatMap(({ task, masks: of }) =>
        of.layers.map(({ layer }) => ({ task, layer, kept: keptUnits(of, layer), total: totalUnits(of, layer) })),
      ),
      overlaps: overlapTable(subnetworks, { live: measured?.live }),
      ...(measured === undefined
        ? {}
        : { counted: { live: keptUnits(measured.live), total: totalUnits(measured.live) }, responses: measured.responses }),
      command: session.typed,
      ...inputs,
    }),
  );
  const { figures, html } = result;
  session.signal.throwIfAborted();
  await writeFiles(out, {
    ...Object.fromEntries(figures.map(({ name, svg }) => [`figures/${name}.svg`, svg])),
    ...Object.fromEntries(figures.map(({ name, spec }) => [`figures/${name}.vl.json`, `${JSON.stringify(spec, null, 2)}\n`])),
    'report.html': html,
  });
  const file = join(out, 'report.html');
  session.printResult(
    { report: file, figures: figures.map(({ name }) => name) },
    () => `The report is in ${file}, and its ${figures.length} figures are in ${join(out, 'figures')}.`,
  );
  return 0;
};
