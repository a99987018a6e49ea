// The parts of the benchmark: which processes run, and with what settings. Within a part the sides take turns.
import * as settings from './settings.js';

const python = (script) => ({ kind: 'python', script: `peers/${script}.py` });
const node = (script) => ({ kind: 'node', script: `ours/${script}.js` });
const ourBackends = ['tensorflow', 'wasm'];

const sizes = ({ plots }) => [
  ...plots.tasks.map((tasks) => ({ plot: 'tasks', at: tasks, tasks, limit: plots.samples })),
  ...plots.width.map((width) => ({ plot: 'width', at: width, tasks: 10, width, limit: plots.samples })),
  ...plots.sampleCounts.map((limit) => ({ plot: 'samples', at: limit, tasks: 10, limit })),
];

/** name → the runs of the part. A run has a name, a program, a backend when it is ours, and what its program is told. */
export const parts = {
  recipe: [
    { name: 'keras recipe', ...python('keras_masks'), settings: settings.recipe },
    { name: 'torch recipe', ...python('torch_masks'), settings: settings.recipe },
  ],
  best: [
    { name: 'keras best', ...python('keras_masks'), settings: settings.best.keras },
    { name: 'torch best', ...python('torch_masks'), settings: settings.best.torch },
  ],
  together: [{ name: 'torch all tasks', ...python('torch_all_tasks'), settings: settings.allTasks }],
  ours: ourBackends.flatMap((backend) => [
    { name: `ours ${backend}`, ...node('masks'), backend, settings: settings.ours },
    { name: `ours ${backend}, one task`, ...node('masks'), backend, settings: { ...settings.ours, digits: [3] } },
  ]),
  network: settings.trainings.flatMap((training) => {
    const told = { ...training, accuracy: settings.trainedAccuracy };
    return [
      { name: `keras network, batch ${training.batchSize}`, ...python('keras_network'), settings: { ...told, stepsPerExecution: 32 } },
      ...ourBackends.map((backend) => ({
        name: `ours ${backend} network, batch ${training.batchSize}`,
        ...node('network'),
        backend,
        settings: told,
      })),
    ];
  }),
  fit: [
    { name: 'keras fit', ...python('keras_fit'), settings: settings.fit },
    ...ourBackends.map((backend) => ({ name: `ours ${backend} fit`, ...node('fit'), backend, settings: settings.fit })),
  ],
  conv: ['cpu', ...ourBackends].map((backend) => {
    const { batchSize, warmUp, steps } = settings.convolution;
    const told = { batchSize, warmUp: warmUp[backend], steps: steps[backend] };
    return { name: `ours ${backend} conv step`, ...node('conv-step'), backend, settings: told };
  }),
  'masked-conv': [
    { name: 'torch masked conv step', ...python('torch_conv_masks'), settings: settings.maskedConvolution },
    ...ourBackends.map((backend) => ({
      name: `ours ${backend} masked conv step`,
      ...node('masked-conv-step'),
      backend,
      settings: settings.maskedConvolution,
    })),
  ],
  sizes: ourBackends.flatMap((backend) =>
    sizes(settings).map(({ plot, at, ...told }) => ({
      name: `ours ${backend}, ${plot} ${at}`,
      ...node('masks'),
      backend,
      plot,
      at,
      settings: { discovery: settings.plots.discovery, ...told },
    })),
  ),
};

export const partNames = Object.keys(parts);

const isOneByOne = ({ script }) => /peers\/\w+_masks/.test(script);

/** The same run with few samples and one epoch. */
export const shorten = (run) => {
  const { samples, epochs, steps, digits } = settings.quick;
  const told = { ...run.settings };
  if (run.plot === undefined) told.samples = samples;
  else told.limit = Math.min(samples, told.limit);
  if (told.epochs !== undefined) told.epochs = epochs;
  if (told.steps > steps) Object.assign(told, { steps, warmUp: 2 });
  if (told.accuracy !== undefined) told.accuracy = 0.3;
  if (told.digits?.length > digits.length) Object.assign(told, isOneByOne(run) ? { digits, standsFor: 10 } : { digits });
  if (told.discovery !== undefined) told.discovery = { ...told.discovery, epochs, readOutEpochs: epochs };
  if (run.name.includes('conv')) told.batchSize = 4;
  return { ...run, settings: told };
};
