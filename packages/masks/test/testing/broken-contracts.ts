import { add, clone, customGrad, keep, mul, randomUniform, sigmoid, square, step, sub, sum, type Tensor } from '@tensorflow/tfjs-core';
import { type Estimator, expectedUnits, gumbelSigmoid, type Penalty, straightThrough } from '@dum/masks';
import { testEstimator, testPenalty } from '@dum/masks/testing';

const honest = gumbelSigmoid();
let draw = 1;

const detachedSigmoid = customGrad((logits) => ({ value: sigmoid(logits as Tensor), gradFunc: (dy: Tensor) => mul(dy, 1) }));

const estimators: Record<string, Partial<Estimator>> = {
  honest: {},
  'relaxed in secret': { sample: (logits, noise) => sigmoid(add(logits, noise)) },
  'without a gradient': { sample: (logits, noise) => step(add(logits, noise)) },
  'of another probability': { keepProbability: (logits) => sigmoid(mul(logits, 2)) },
  'of a probability with another gradient': { keepProbability: (logits) => detachedSigmoid(logits) },
  'deterministic in name': { deterministic: true },
  'with no noise in secret': { sample: (logits, noise, t) => straightThrough().sample(logits, noise, t) },
  'that hardens later': { harden: (logits) => honest.harden(sub(logits, 2)) },
  'that hardens nothing': { harden: (logits) => clone(logits) },
  'that hardens upside down': { harden: (logits) => sub(1, honest.harden(logits)) },
  'that starts elsewhere': { initialLogit: (probability) => probability },
  'with noise of its own': {
    sample: (logits, noise, t) => honest.sample(logits, add(noise, randomUniform(noise.shape, -1, 1, 'float32', draw++)), t),
  },
  'that leaks': {
    harden: (logits) => {
      keep(clone(logits));
      return honest.harden(logits);
    },
  },
};

for (const [name, broken] of Object.entries(estimators)) testEstimator(() => ({ ...honest, name, ...broken }));

const measured =
  (name: string, perTask: (logits: Tensor) => Tensor) =>
  (alpha: number): Penalty => ({
    formula: `${alpha} ${name}`,
    terms: expectedUnits(alpha).terms.map(({ measure }) => ({ alpha, measure: { ...measure, name, perTask } })),
  });

const wrongGradient = customGrad((logits) => ({
  value: sum(logits as Tensor, -1),
  gradFunc: (dy: Tensor) => mul(dy, sub(logits as Tensor, logits as Tensor)),
}));

testPenalty((alpha) => ({ ...expectedUnits(alpha), formula: `${alpha} honest` }));
testPenalty(measured('of all tasks', (logits) => add(mul(sum(logits, -1), 0), sum(sigmoid(logits)))));
testPenalty((alpha) => ({ ...expectedUnits(alpha * alpha), formula: `${alpha} not proportional` }));
testPenalty(measured('with a wrong gradient', (logits) => wrongGradient(logits)));
testPenalty((alpha) => ({ ...expectedUnits(alpha), formula: 'without its price' }));
testPenalty((alpha) => ({ ...expectedUnits(Math.abs(alpha) || 0), formula: `${alpha} of any price` }));
testPenalty(measured('finite no more', (logits) => mul(sum(square(logits), -1), Number.POSITIVE_INFINITY)));
