import {
  add,
  dispose,
  keep,
  mul,
  type NamedTensorMap,
  type Scalar,
  sum,
  type Tensor,
  type Tensor1D,
  tensor1d,
  tidy,
  type Variable,
  variableGrads,
} from '@tensorflow/tfjs-core';
import type { UnitMask } from '@dum/masks';
import type { DroppedConstants } from '@dum/masks/mask-set';
import { createConstantLearners } from '../../read-outs/index.js';
import { createDeviceAdam } from '../../optimization/device-adam.js';
import { cosineDecay } from '../../optimization/schedules.js';
import type { MaskStepper } from './mask-stepper.js';
import type { MaskedBody } from '../../masked/masked-body.js';
import type { DiscoverySettings } from '../options.js';
import { pricedPenalties } from '../price/layer-prices.js';
import { penaltyOfMask } from '../price/read-penalties.js';
import type { SearchReadOuts } from '../search-read-outs.js';
import { type AnsweredBatch, createAnswers } from '../search-answers.js';
import type { SearchTask } from '../search-task.js';

/** Steps by automatic differentiation of any masked tail on the device, group by group to bound memory. */
export const createGeneralStepper = (
  body: MaskedBody,
  searchReadOuts: SearchReadOuts,
  tasks: readonly SearchTask[],
  settings: DiscoverySettings,
  means?: DroppedConstants,
): MaskStepper => {
  const { objective, learningRate, headLearningRate } = settings;
  const penalties = pricedPenalties(settings, body.masks);
  const answersTo = createAnswers(body, searchReadOuts, tasks, 'train', settings.samples);
  const probes = [objective.reads.includes('subnetwork') ? searchReadOuts.probes : undefined, searchReadOuts.complementProbes].flatMap(
    (each) => (each === undefined ? [] : [each.kernel, each.bias]),
  );
  const logits = body.masks.map(({ mask }) => mask.logits.read() as Variable);
  const constants = settings.dropped === 'constant' ? createConstantLearners(body, means!) : [];
  const optimized = [
    { variables: logits, rateAt: cosineDecay(learningRate) },
    { variables: probes, rateAt: cosineDecay(headLearningRate) },
  ]
    .map((each) => ({ ...each, adam: createDeviceAdam(each.variables) }))
    .concat(constants.map(({ variable, ...learner }) => ({ variables: [variable], ...learner })));
  const variables = optimized.flatMap((each) => each.variables);
  let seen: Tensor1D[] = [];
  let factors: readonly Tensor1D[] = [];

  const penaltyOf = (mask: UnitMask, at: number, temperature: number): Tensor => {
    const penalty = penaltyOfMask(mask, penalties[at]!, temperature);
    return factors.length === 0 ? penalty : mul(penalty, factors[at]!);
  };

  const penaltyGradients = (temperature: number): NamedTensorMap =>
    variableGrads(
      () => sum<Scalar>(body.masks.map(({ mask }, at) => penaltyOf(mask, at, temperature)).reduce((all, penalty) => add(all, penalty))),
      logits,
    ).grads;

  const lossGradients = (answered: AnsweredBatch): NamedTensorMap =>
    tidy(
      () =>
        variableGrads(() => {
          const answers = answersTo(answered);
          const losses = objective.perTask(answers);
          seen.push(keep(losses));
          return sum<Scalar>(searchReadOuts.complementProbes === undefined ? losses : add(losses, answers.lossOfComplementProbes()));
        }, variables).grads,
    );

  return {
    at({ batch, tensors }, step, progress, temperature) {
      tidy(() => {
        const inputs = tensors();
        let total = penaltyGradients(temperature);
        for (const group of body.groupsFor(batch.length)) {
          const grads = lossGradients({ inputs, group, batch, sample: { step, temperature } });
          total = Object.fromEntries(variables.map(({ name }) => [name, plus(total[name], grads[name]!)]));
        }
        for (const { variables: of, adam, rateAt } of optimized) {
          adam.update(
            of.map(({ name }) => total[name]!),
            rateAt(progress),
          );
        }
      });
    },
    price(changed) {
      dispose([...factors]);
      factors = changed.map((ofMask) => tensor1d(ofMask));
    },
    async drainLosses() {
      const losses = (await Promise.all(seen.map((perTask) => perTask.data()))).flatMap((perTask) => [...perTask]);
      dispose(seen);
      seen = [];
      const sums = tasks.map(() => 0);
      losses.forEach((loss, at) => {
        sums[at % tasks.length]! += loss;
      });
      return sums;
    },
    sync: () => undefined,
    dispose() {
      dispose([...seen, ...factors]);
      for (const { adam } of optimized) adam.dispose();
    },
  };
};

const plus = (total: Tensor | undefined, gradient: Tensor): Tensor => (total === undefined ? gradient : add(total, gradient));
