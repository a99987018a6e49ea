import type { Report } from '@dum/reports';
import { responsesOf } from './_responses.js';

/** Names that are markup where they are not escaped. */
export const hostile = ['<b>&"\'', '</svg><script>alert(1)</script>', '0'] as const;

const metricsOf = (value: number) => ({
  ...{ count: 500, accuracy: value, balancedAccuracy: value, precision: value, recall: value, f1: value, rocAuc: value },
  confusion: [
    [240, 10],
    [10, 240],
  ],
});

const scored = (value: number) => ({
  metrics: metricsOf(value),
  interval: { low: value - 0.01, high: value + 0.01 },
});

/** A report with everything in it, of tasks with these names. */
export const reportOf = (tasks: readonly string[] = hostile): Report => {
  const layers = [
    { layer: 'dense_<30>', total: 30 },
    { layer: 'dense_10', total: 10 },
  ];
  return {
    title: `Subnetworks of ${tasks.join(', ')}`,
    network: 'f'.repeat(64),
    command: `dum report --masks 'runs/${tasks[0]}' --out runs/report`,
    summary: {
      command: 'dum discover --out runs/<digits>',
      backend: 'wasm',
      dataset: 'mnist',
      seed: 1,
      versions: { node: '20.0.0', '@dum/cli': '0.0.0' },
      search: {
        ...{ format: 'dum-search', version: 2, alpha: 0.001, penalty: [{ measure: 'expectedUnits', factor: 1 }] },
        estimator: { name: 'hardConcrete', parameters: { gamma: -0.1, zeta: 1.1 } },
        objective: { name: 'completeness', parameters: { weight: 2 }, of: { name: 'crossEntropy', parameters: {}, of: null } },
        ...{
          readOut: 'new-head',
          normalization: 'frozen',
          dropped: 'zero',
          layers: null,
          inputs: null,
          granularity: 'channel',
          epochs: 2,
          batchSize: 256,
          learningRate: 0.2,
        },
        ...{
          headLearningRate: 0.04246218264501799,
          temperature: { start: 1, end: 0.3 },
          samples: 1,
          refinements: 0,
          restarts: 1,
          check: true,
        },
        ...{ initialKeepProbability: 0.5, readOutEpochs: 4, patience: null, memory: 512, seed: 1, budget: null },
      },
      settings: { trainingSamples: 1000 },
      tasks: tasks.map((name, at) => ({
        name,
        status: 'found' as const,
        validationAccuracy: 0.97,
        balancedAccuracy: 0.96 - at / 100,
        keptUnits: 12 + at,
        wholeNetwork: { balancedAccuracy: 0.99 },
        randomControl: { draws: 5, validationAccuracy: 0.9, balancedAccuracy: 0.88 },
        history: { loss: [0.5, 0.4], validationLoss: [0.6, null], validationAccuracy: [0.9, 0.95], keptUnits: [20, 12 + at] },
      })),
    },
    kept: tasks.flatMap((task, at) => layers.map(({ layer, total }) => ({ task, layer, kept: 3 + at, total }))),
    counted: { live: 38, total: 40 },
    overlaps: tasks.flatMap((first, at) =>
      tasks.slice(at + 1).map((second) => ({
        first,
        second,
        units: { first: 12, second: 13, both: 4 },
        iou: 4 / 21,
        chance: { iou: 0.1 },
        corrected: { iou: (4 / 21 - 0.1) / 0.9 },
        adjusted: { holm: { twoSided: at === 0 ? 0.01 : 0.5 } },
      })),
    ),
    responses: responsesOf(tasks),
    training: {
      command: 'dum train --out runs/network',
      settings: {
        ...{ network: 'mlp:30,10', epochs: 3, batchSize: 64, learningRate: 1e-3, schedule: 'cosine' },
        ...{ range: [0, 1] as const, trainingSamples: 1000, validationSamples: 500 },
      },
      history: [1, 2, 3].map((epoch) => ({ epoch, loss: 1 / epoch, validationAccuracy: 0.9, validationBalancedAccuracy: 0.89 })),
    },
    evidence: {
      split: 'validation' as const,
      samples: 500,
      seed: 1,
      classNames: [...tasks, 'another'],
      evidence: tasks.map((task) => ({
        task,
        found: scored(0.96),
        allUnits: scored(0.97),
        random: { drawn: [0.8, 0.85, 0.9], mean: 0.85, percentile: 1, p: 0.25 },
        complement: scored(0.9),
        complementSample: scored(0.84),
        randomNetwork: { ...scored(0.88), keptUnits: 9 },
        recallLost: [...tasks.map((other) => (other === task ? 0.6 : 0.02)), -0.01],
        overlaps: [0.3, 0.5],
        verdict: { sufficient: true, betterThanChance: false, necessary: true, stable: true, text: `Sufficient: <${task}>.` },
      })),
    },
    frontier: {
      measure: 'units',
      comparisons: ['taylor <&>', 'random'].flatMap((against, place) =>
        [10, 20, 100].map((budget, at) => ({
          method: 'masks',
          against,
          budget,
          pairs: 9,
          difference: 0.0123 - at / 100,
          interval: { low: 0.01 - at / 100, high: 0.0149 - at / 100 },
          accuracyDifference: 0.0123 - at / 100,
          accuracyInterval: { low: 0.01 - at / 100, high: 0.0149 - at / 100 },
          verdict: (['above', 'not different', 'below'] as const)[place === 0 ? at : 0]!,
        })),
      ),
      rows: ['masks', 'taylor <&>', 'random'].flatMap((method, place) =>
        [10, 20, 100].map((budget) => {
          const [accuracy, balancedAccuracy] = [0.99 - place / budget, 0.98 - place / budget];
          const around = (value: number) => ({ low: value - 0.01, high: Math.min(1, value + 0.01) });
          return {
            method,
            budget,
            points: 9,
            keptUnits: budget,
            accuracy,
            accuracyInterval: around(accuracy),
            balancedAccuracy,
            balancedAccuracyInterval: around(balancedAccuracy),
          };
        }),
      ),
    },
  };
};
