import {
  add,
  grads,
  io,
  memory,
  mul,
  neg,
  ones,
  randomNormal,
  type Scalar,
  sigmoid,
  sum,
  tensor,
  tensor2d,
  type Tensor,
  tidy,
  train,
  variableGrads,
  type Variable,
} from '@tensorflow/tfjs-core';
import { input, layers, loadLayersModel, model, type Sequential, sequential, type SymbolicTensor } from '@tensorflow/tfjs-layers';
import { DumError } from '@dum/errors';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  addPenalties,
  channelGroups,
  continuousSparsification,
  expectedUnits,
  GumbelSigmoidMask,
  gumbelSigmoid,
  hardConcrete,
  straightThrough,
  sumLogits,
  UnitMask,
  type UnitMaskArgs,
} from '@dum/masks';
import { fillLogisticNoise, noiseKey, textKey } from '@dum/masks/noise';
import { refusal } from '../_refusal.js';
import { applyMasks } from '../../src/layers/apply-masks.js';

const maskOf = (args: UnitMaskArgs, inputShape: number[]): UnitMask => {
  const mask = new UnitMask({ name: 'm', ...args });
  mask.build([null, ...inputShape]);
  return mask;
};

const write = (mask: UnitMask, values: number[]): void => {
  const value = tensor(values, mask.logits.shape as number[]);
  mask.logits.write(value);
  value.dispose();
};

describe('applyMasks', () => {
  it('gives row i of a task sample ⌊i · samples / rows⌋, for any number of rows', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 3 }),
        fc.integer({ min: 1, max: 4 }),
        fc.integer({ min: 1, max: 9 }),
        (tasks, samples, rows) => {
          const units = 2;
          const masks = Float32Array.from({ length: tasks * samples * units }, (_, index) => index + 1);
          const output = tidy(() => applyMasks(ones([tasks * rows, units]), tensor(masks, [tasks, samples, units])).dataSync());
          for (let task = 0; task < tasks; task++) {
            for (let row = 0; row < rows; row++) {
              const sample = Math.floor((row * samples) / rows);
              for (let unit = 0; unit < units; unit++) {
                expect(output[(task * rows + row) * units + unit]).toBe(masks[(task * samples + sample) * units + unit]);
              }
            }
          }
        },
      ),
    );
  });

  it('multiplies channels of images, and single elements', () => {
    const x = ones([2, 2, 1, 3]);
    const channel = applyMasks(x, tensor([1, 0, 1, 0, 1, 0], [2, 1, 3]));
    expect(Array.from(channel.dataSync())).toEqual([1, 0, 1, 1, 0, 1, 0, 1, 0, 0, 1, 0]);
    const element = applyMasks(x, tensor([1, 0, 1, 0, 0, 1], [1, 1, 2, 1, 3]));
    expect(Array.from(element.dataSync())).toEqual([1, 0, 1, 0, 0, 1, 1, 0, 1, 0, 0, 1]);
  });

  it('keeps a NaN of one task out of the others', () => {
    const output = applyMasks(ones([6, 1]), tensor([Number.NaN, Number.NaN, 1, 1], [2, 2, 1]));
    expect(Array.from(output.dataSync()).slice(3)).toEqual([1, 1, 1]);
  });

  it('refuses a batch that the tasks cannot share', () => {
    expect(() => applyMasks(ones([7, 2]), ones([3, 1, 2]))).toThrow(
      "UnitMask: a batch of 7 rows can't be shared by 3 tasks; expected a multiple of 3",
    );
  });
});

describe('UnitMask', () => {
  it('is 1[l > 0] at inference', () => {
    const mask = maskOf({ tasks: 2 }, [3]);
    write(mask, [1, -1, 0, -1, 1, 2]);
    const output = mask.apply(ones([4, 3]), {}) as Tensor;
    expect(Array.from(output.dataSync())).toEqual([1, 0, 0, 1, 0, 0, 0, 1, 1, 0, 1, 1]);
  });

  it('multiplies the channels of each group by its bit, and the complement by the other', () => {
    const mask = maskOf({ tasks: 2, granularity: channelGroups(2) }, [3, 6]);
    expect(mask.logits.shape).toEqual([2, 3]);
    write(mask, [1, -1, 1, -1, -1, 1]);
    const x = ones([2, 3, 6]);
    const rows = (values: number[]) => Array.from({ length: 3 }, () => values).flat();
    const kept = [...rows([1, 1, 0, 0, 1, 1]), ...rows([0, 0, 0, 0, 1, 1])];
    expect(Array.from((mask.apply(x, {}) as Tensor).dataSync())).toEqual(kept);
    expect(Array.from((mask.apply(x, { complementMasks: true }) as Tensor).dataSync())).toEqual(kept.map((bit) => 1 - bit));
  });

  it('gives a group the gradients of its channels together', () => {
    const [grouped, single] = [channelGroups(2), 'channel' as const].map((granularity) => maskOf({ name: 'same', granularity }, [4]));
    const x = tensor([1, 2, 3, 4, -5, 6, 7, -8], [2, 4]);
    write(grouped!, [0.3, -0.2]);
    write(single!, [0.3, 0.3, -0.2, -0.2]);
    const relaxed = { ...gumbelSigmoid(), sample: (logits: Tensor) => sigmoid(logits) };
    const gradientOf = (mask: UnitMask): Float32Array => {
      const copy = mask.copy({ estimator: relaxed });
      copy.build([null, 4]);
      copy.logits.write(mask.logits.read());
      const loss = () => sum<Scalar>(mul(copy.apply(x, { sampleMasks: { step: 1, temperature: 1 } }) as Tensor, x));
      return variableGrads(loss, [copy.logits.read() as Variable]).grads[(copy.logits.read() as Variable).name]!.dataSync<'float32'>();
    };
    const ofChannels = gradientOf(single!);
    gradientOf(grouped!).forEach((gradient, group) => {
      expect(gradient).toBeCloseTo(ofChannels[2 * group]! + ofChannels[2 * group + 1]!, 5);
    });
  });

  it('refuses groups that do not divide the channels', () => {
    expect(() => maskOf({ name: 'heads', granularity: channelGroups(4) }, [6])).toThrow(
      'UnitMask: what "heads" multiplies has 6 channels, which groups of 4 don\'t divide; expected a size that divides them',
    );
  });

  it('samples by noise keyed by seed, task, layer, step and sample', () => {
    const mask = maskOf({ taskSeeds: [11, 22], samples: 2, seed: 5 }, [4]);
    write(mask, [0.1, -0.2, 0.3, -0.4, 0.5, -0.6, 0.7, -0.8]);
    const output = (mask.apply(ones([4, 4]), { sampleMasks: { step: 3, temperature: 0.5 } }) as Tensor).dataSync();
    const logits = mask.logits.read().dataSync();
    [11, 22].forEach((taskSeed, task) => {
      [0, 1].forEach((sample) => {
        const noise = new Float32Array(4);
        fillLogisticNoise(noise, noiseKey(5, taskSeed, textKey('m'), 3, sample));
        const start = (task * 2 + sample) * 4;
        const expected = Array.from(noise, (value, unit) => (logits[task * 4 + unit]! + value > 0 ? 1 : 0));
        expect(Array.from(output.slice(start, start + 4))).toEqual(expected);
      });
    });
  });

  it('draws fresh masks at every training step, repeatably', () => {
    const draws = () => {
      const mask = maskOf({ initialKeepProbability: 0.5 }, [64]);
      return [0, 1].map(() => Array.from((mask.apply(ones([1, 64]), { training: true }) as Tensor).dataSync()));
    };
    const [first, second] = draws();
    expect(first).not.toEqual(second);
    expect(draws()).toEqual([first, second]);
  });

  it('draws the same in one process again from seed 1 by default, and the same name', () => {
    const draw = (args: UnitMaskArgs) => {
      const mask = new UnitMask(args);
      mask.build([null, 64]);
      return Array.from((mask.apply(ones([1, 64]), { training: true }) as Tensor).dataSync());
    };
    const named = draw({ name: 'named' });
    expect(draw({ name: 'named', seed: 1 })).toEqual(named);
    expect(draw({ name: 'named', seed: 2 })).not.toEqual(named);
    expect(draw({ name: 'other' })).not.toEqual(named);
  });

  it('passes the straight-through gradient, summed over the rows of a sample', () => {
    const mask = maskOf({ samples: 3, seed: 9 }, [2]);
    write(mask, [0.4, -0.3]);
    const x = randomNormal([7, 2], 0, 1, 'float32', 3);
    const { grads: found } = variableGrads(
      () => sum(mask.apply(x, { sampleMasks: { step: 1, temperature: 0.7 } }) as Tensor),
      [mask.logits.read() as Variable],
    );
    const values = x.dataSync();
    const expected = [0, 0];
    for (let row = 0; row < 7; row++) {
      const noise = new Float32Array(2);
      fillLogisticNoise(noise, noiseKey(9, 0, textKey('m'), 1, Math.floor((row * 3) / 7)));
      [0.4, -0.3].forEach((logit, unit) => {
        const s = 1 / (1 + Math.exp(-(logit + noise[unit]!) / 0.7));
        expected[unit]! += (values[row * 2 + unit]! * s * (1 - s)) / 0.7;
      });
    }
    expect(Object.values(found)[0]!).toBeAllclose(expected);
  });

  it('gives the input its mask as gradient', () => {
    const mask = maskOf({}, [3]);
    write(mask, [1, -1, 1]);
    const [gradient] = grads((x: Tensor) => sum(mask.apply(x, {}) as Tensor))([ones([2, 3])]);
    expect(Array.from(gradient!.dataSync())).toEqual([1, 0, 1, 1, 0, 1]);
  });

  it.each([
    [{ tasks: 0 }, 'tasks is 0; expected a whole number of at least 1'],
    [{ samples: 1.5 }, 'samples is 1.5; expected a whole number of at least 1'],
    [{ initialKeepProbability: 1 }, 'initialKeepProbability is 1; expected a finite number above 0 and below 1'],
    [{ temperature: 0 }, 'temperature is 0; expected a finite number above 0'],
    [{ temperature: Number.NaN }, 'temperature is NaN'],
    [{ seed: 0.5 }, 'seed is 0.5; expected a whole number'],
    [{ tasks: 2, taskSeeds: [1] }, 'taskSeeds has 1 seeds; expected 2, one for each task'],
    [{ granularity: 'neuron' as 'channel' }, 'granularity is "neuron"; expected "channel", "element" or channelGroups(size)'],
  ])('refuses %o', (args, message) => {
    expect(() => new UnitMask(args)).toThrow(message);
  });

  it.each<[object, string]>([
    [{ sample: 2 }, 'UnitMask: no option is called "sample"; did you mean "samples"?'],
    [{ alpha: 5 }, 'UnitMask: no option is called "alpha"; there are tasks, taskSeeds, samples, estimator, penalty, '],
    [[{ samples: 2 }], 'UnitMask: options is a list of 1; expected an object of tasks, taskSeeds, '],
  ])('refuses options of another name: %o', (args, message) => {
    expect(refusal(() => new UnitMask(args))).toContain(message);
  });

  it('takes the settings of any layer, and those of a saved configuration', () => {
    const mask = new UnitMask({
      name: 'own',
      trainable: false,
      batchInputShape: [2, 3],
      dtype: 'float32',
      inputDType: 'float32',
      weights: [],
    });
    const again = UnitMask.fromConfig(UnitMask, mask.getConfig());
    expect(again.getConfig()).toEqual(mask.getConfig());
    expect(mask.getConfig()).toMatchObject({ name: 'own', trainable: false, batchInputShape: [2, 3], dtype: 'float32' });
  });

  it.each<[object, string]>([
    [{ penalty: expectedUnits }, 'UnitMask: penalty is a function; expected a penalty such as expectedUnits(1e-3)'],
    [{ penalty: 'sumLogits' }, 'UnitMask: penalty is "sumLogits"; expected a penalty such as expectedUnits(1e-3)'],
    [
      { penalty: { formula: '0', terms: [] } },
      'UnitMask: the penalty has no terms; expected at least one; expectedUnits(0) makes units free',
    ],
    [{ estimator: 'gumbelSigmoid' }, 'UnitMask: estimator is "gumbelSigmoid"; expected an estimator such as gumbelSigmoid()'],
    [{ estimator: gumbelSigmoid }, 'UnitMask: estimator is a function; expected an estimator such as gumbelSigmoid()'],
    [{ estimator: {} }, 'UnitMask: estimator is an object; expected an estimator such as gumbelSigmoid()'],
  ])('refuses parts of another kind: %o', (args, message) => {
    expect(() => new UnitMask(args)).toThrow(new DumError('bad-input', message));
  });

  it('refuses an input without fixed units', () => {
    expect(() => maskOf({ granularity: 'element' }, [null as unknown as number, 3])).toThrow(
      '[?, ?, 3], in which the number of elements is not fixed',
    );
  });
});

describe('a mask that is called in several places', () => {
  const make = () => {
    const [a, b] = [input({ shape: [6], name: 'a' }), input({ shape: [2, 6], name: 'b' })];
    const mask = new UnitMask({ name: 'm', penalty: expectedUnits(1) });
    const network = model({ inputs: [a, b], outputs: [mask.apply(a), mask.apply(b)] as SymbolicTensor[] });
    return { mask, network };
  };

  it('draws one sample for all places of a step, and another for the next', () => {
    const { network } = make();
    const draws = Array.from({ length: 4 }, () =>
      tidy(() => {
        const [a, b] = network.apply([ones([3, 6]), ones([3, 2, 6])], { training: true }) as [Tensor, Tensor];
        return [Array.from(a.dataSync()).slice(0, 6), Array.from(b.dataSync()).slice(6, 12)];
      }),
    );
    for (const [left, right] of draws) expect(left).toEqual(right);
    expect(new Set(draws.map(String)).size).toBe(4);
  });

  it('has its penalty counted once', () => {
    const { network } = make();
    expect(tidy(() => network.calculateLosses().reduce((total, loss) => total + loss.dataSync()[0]!, 0))).toBeCloseTo(3, 5);
  });
});

describe('GumbelSigmoidMask', () => {
  it.each<[object, string]>([
    [{ alhpa: 5 }, 'GumbelSigmoidMask: no option is called "alhpa"; did you mean "alpha"?'],
    [{ estimator: gumbelSigmoid() }, 'GumbelSigmoidMask: no option is called "estimator"; '],
  ])('refuses options of another name: %o', (args, message) => {
    expect(refusal(() => new GumbelSigmoidMask(args))).toContain(message);
  });

  it('takes the settings of any layer', () => {
    const mask = new GumbelSigmoidMask({ name: 'mask', batchSize: 2, inputShape: [3], dtype: 'float32', trainable: false, alpha: 1 });
    expect(mask.getConfig()).toMatchObject({ name: 'mask', batchInputShape: [2, 3], dtype: 'float32', trainable: false });
  });

  it.each<[object, string]>([
    [
      { penalty: expectedUnits },
      'GumbelSigmoidMask: penalty is a function; expected a penalty such as expectedUnits(); alpha is said beside it',
    ],
    [
      { penalty: 'sumLogits' },
      'GumbelSigmoidMask: penalty is "sumLogits"; expected a penalty such as expectedUnits(); alpha is said beside it',
    ],
    [{ alpha: -1 }, 'expectedUnits: alpha is -1; expected a finite number of at least 0'],
  ])('refuses parts of another kind: %o', (args, message) => {
    expect(() => new GumbelSigmoidMask(args)).toThrow(new DumError('bad-input', message));
  });
});

describe('a mask in a plain network', () => {
  const build = (mask: UnitMask) =>
    sequential({
      layers: [
        layers.dense({ units: 6, inputShape: [4], activation: 'relu', trainable: false, name: 'hidden' }),
        mask,
        layers.dense({ units: 2, activation: 'softmax' }),
      ],
    });

  const saveAndLoad = async (model: Sequential) => {
    let saved: io.ModelArtifacts | undefined;
    await model.save(
      io.withSaveHandler((artifacts) => {
        saved = JSON.parse(JSON.stringify({ ...artifacts, weightData: undefined })) as io.ModelArtifacts;
        saved.weightData = artifacts.weightData!;
        return Promise.resolve({ modelArtifactsInfo: { dateSaved: new Date(0), modelTopologyType: 'JSON' } });
      }),
    );
    return loadLayersModel(io.fromMemory(saved!));
  };

  it('compiles, fits with a finite loss that has the penalty, evaluates without it, and repeats', async () => {
    const x = randomNormal([32, 4], 0, 1, 'float32', 1);
    const y = tensor2d(Array.from({ length: 32 }, (_, row) => (x.dataSync()[row * 4]! > 0 ? [0, 1] : [1, 0])));
    const model = build(new GumbelSigmoidMask({ alpha: 100, initialKeepProbability: 0.5 }));
    model.compile({ optimizer: train.adam(1e-9), loss: 'categoricalCrossentropy' });
    const history = await model.fit(x, y, { epochs: 1, verbose: 0 });
    const loss = history.history.loss![0] as number;
    expect(loss).toBeGreaterThan(300);
    expect(loss).toBeLessThan(310);
    const evaluated = (model.evaluate(x, y) as Tensor).dataSync()[0]!;
    expect(evaluated).toBeLessThan(10);
    expect(Array.from((model.predict(x) as Tensor).dataSync())).toEqual(Array.from((model.predict(x) as Tensor).dataSync()));
  });

  it('saves, and loads again with its logits and settings', async () => {
    const mask = new UnitMask({
      name: 'Mask_One',
      tasks: 1,
      samples: 3,
      penalty: addPenalties(expectedUnits(1e-3), sumLogits(0.5)),
      initialKeepProbability: 0.2,
      temperature: 0.7,
      seed: 42,
      granularity: 'element',
    });
    const model = build(mask);
    const loaded = await saveAndLoad(model);
    const again = loaded.getLayer('Mask_One') as UnitMask;
    expect(again).toBeInstanceOf(UnitMask);
    expect(again.getConfig()).toEqual(mask.getConfig());
    expect(again.penalty.formula).toBe('0.001·Σσ(l) + 0.5·Σl');
    const x = ones([5, 4]);
    expect(Array.from((loaded.predict(x) as Tensor).dataSync())).toEqual(Array.from((model.predict(x) as Tensor).dataSync()));
  });

  it('refuses to save an estimator or penalty that could not be loaded', () => {
    const penalty = { formula: 'mine', terms: [{ alpha: 1, measure: { name: 'expectedUnit', symbol: 'x', perTask: (l: Tensor) => l } }] };
    expect(() => new UnitMask({ penalty }).getConfig()).toThrow('no penalty is called "expectedUnit"; did you mean "expectedUnits"?');
  });

  it.each([hardConcrete(), hardConcrete({ gamma: -0.3, zeta: 1.25 }), straightThrough(), continuousSparsification()])(
    'saves a mask with $name $parameters, and loads the same',
    async (estimator) => {
      const mask = new UnitMask({ name: 'mask', estimator });
      const loaded = await saveAndLoad(build(mask));
      const again = loaded.getLayer('mask') as UnitMask;
      expect([again.estimator.name, again.estimator.parameters]).toEqual([estimator.name, estimator.parameters]);
      expect(again.getConfig()).toEqual(mask.getConfig());
      const sample = (of: UnitMask) => tidy(() => of.estimator.sample(tensor([0.4, -1]), tensor([0.1, 1.5]), 0.7).dataSync());
      expect(sample(again)).toEqual(sample(mask));
    },
  );

  it.each([
    ['gumbelSigmoid', 'the estimator is called "gumbelSigmoid" but is not the built-in one; give it another name'],
    ['mine', 'no estimator is called "mine"'],
  ])('refuses to save an estimator that is called %s but is not', (name, message) => {
    expect(() => new UnitMask({ estimator: { ...gumbelSigmoid(), name } }).getConfig()).toThrow(message);
  });

  it("copies an estimator and penalty of one's own, which a configuration cannot hold", () => {
    const penalty = { formula: 'mine', terms: [{ alpha: 1, measure: { name: 'mine', symbol: 'x', perTask: (l: Tensor) => l } }] };
    const mask = new UnitMask({ name: 'own', penalty, seed: 3, tasks: 2, trainable: false });
    const copy = mask.copy();
    expect(copy.penalty).toBe(penalty);
    expect([copy.name, copy.tasks, copy.trainable]).toEqual(['own', 2, false]);
  });

  it('keeps memory flat over 200 training steps', () => {
    const model = build(new GumbelSigmoidMask({ samples: 2 }));
    const x = ones([10, 4]);
    const step = () =>
      tidy(() =>
        variableGrads(
          () => sum(model.apply(x, { training: true }) as Tensor),
          model.trainableWeights.map((weight) => weight.read() as Variable),
        ),
      );
    const settle = () => {
      const { value, grads: made } = step();
      value.dispose();
      for (const gradient of Object.values(made)) gradient.dispose();
    };
    settle();
    const before = memory().numTensors;
    for (let index = 0; index < 200; index++) settle();
    expect(memory().numTensors).toBe(before);
  });
});

describe('the complement', () => {
  it.each([false, { step: 3, temperature: 0.7 }])(
    'of %o is what the same masks leave out, and its gradient the opposite',
    (sampleMasks) => {
      const mask = maskOf({ tasks: 2, seed: 4 }, [5]);
      write(mask, [2, -1, 0, 0.5, -3, -2, 1, 0, 3, -0.5]);
      const x = randomNormal([6, 5], 0, 1, 'float32', 2);
      const kept = mask.apply(x, { sampleMasks }) as Tensor;
      const left = mask.apply(x, { sampleMasks, complementMasks: true }) as Tensor;
      expect(add(kept, left)).toBeAllclose(x, 1e-6);
      if (sampleMasks === false) return;
      const gradient = (complementMasks: boolean) =>
        Object.values(
          variableGrads(() => sum(mask.apply(x, { sampleMasks, complementMasks }) as Tensor), [mask.logits.read() as Variable]).grads,
        )[0]!;
      expect(gradient(true)).toBeAllclose(neg(gradient(false)), 1e-6);
    },
  );
});

describe('substitutes', () => {
  it.each([false, { step: 3, temperature: 0.7 }])(
    'of other tasks answer in the place of the masks of a network, with %o',
    (sampleMasks) => {
      const place = maskOf({ seed: 4 }, [5]);
      write(place, [-1, -1, -1, -1, -1]);
      const substitute = place.copy({ tasks: 2, taskSeeds: [7, 8], samples: 3, seed: 5, estimator: hardConcrete() });
      substitute.build([null, 5]);
      write(substitute, [2, -1, 0, 0.5, -3, -2, 1, 0, 3, -0.5]);
      const x = randomNormal([12, 5], 0, 1, 'float32', 2);
      const substituteMasks = new Map([[place.name, substitute]]);
      for (const maskTasks of [undefined, { from: 1, count: 1 }]) {
        const kwargs = { sampleMasks, maskTasks };
        const own = [...(substitute.apply(x, kwargs) as Tensor).dataSync()];
        expect([...(place.apply(x, { ...kwargs, substituteMasks }) as Tensor).dataSync()]).toEqual(own);
        expect(own).not.toEqual([...(place.apply(x, { sampleMasks }) as Tensor).dataSync()]);
      }
      const others = new Map([['other', substitute]]);
      const untouched = [...(place.apply(x, { sampleMasks: false, substituteMasks: others }) as Tensor).dataSync()];
      expect(untouched.every((value) => value === 0)).toBe(true);
    },
  );
});
