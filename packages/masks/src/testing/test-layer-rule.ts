import { dispose, io, type Tensor, tidy } from '@tensorflow/tfjs-core';
import { type LayersModel, loadLayersModel } from '@tensorflow/tfjs-layers';
import { describe, expect, it } from 'vitest';
import { extractMasked } from '../extraction/extract-masked.js';
import type { Layer } from '../layers/layer.js';
import { multiplyAddsOf, nodesBehind } from '../networks/calls.js';
import { fingerprintNetwork } from '../networks/fingerprint-network.js';
import { insertMasks } from '../networks/insert-masks.js';
import { flowOf, preservesZero } from '../rules/per-layer.js';
import { ruleOf } from '../rules/registry.js';
import { matchers } from './matchers.js';
import { changed, differing, type Probe, probeOf } from './_probe-layer.js';
import { drawBits, fits, networkAround, randomMasks, type RuleSubject, samplesFor, settings } from './_rule-networks.js';

/** Options of {@link testLayerRule}. */
export interface LayerRuleOptions {
  /** The shape of the layer's input, without the batch; for a layer with several inputs a list of shapes. Sizes of 3 to 8 suffice. */
  readonly inputShape: readonly number[] | readonly (readonly number[])[];
  /** Whether the layer's initial weights stay, if random ones would be invalid; default false. */
  readonly keepWeights?: boolean;
}

const seeds = [1, 2, 3, 4] as const;

/** The share of kept units, by seed: few, many, most, none. */
const shareOf = (seed: number): number => [0.3, 0.6, 0.9, 0][seed - 1]!;

/**
 * The contract of the `LayerRule` of a layer's class, as a suite of vitest tests, for a function that makes such a layer.
 *
 * Outputs depend on inputs as the flow declares; a unit that is 0 stays 0 if `preservesZero` is true; multiply-adds are a whole number of
 * at least 0, which doesn't grow when units are removed. If the rule has an `extract`: small networks around the layer, with random masks,
 * equal the extracted ones to 1e-5, also after saving and loading; the given network stays untouched; no tensor leaks. Set a backend first.
 *
 * @example
 * testLayerRule(() => new SqueezeExcite({ squeezed: 2 }), { inputShape: [4, 4, 6] });
 */
export const testLayerRule = (make: () => Layer, { inputShape, keepWeights = false }: LayerRuleOptions): void => {
  const shapes = inputShape.every((size) => typeof size === 'number') ? [inputShape] : inputShape;
  const subject: RuleSubject = { make, shapes, keepWeights };
  const sample = make();
  const rule = ruleOf(sample);

  describe(`layer rule of ${sample.getClassName()}`, () => {
    it('is registered', () => {
      expect(rule, 'call registerLayerRule first').toBeDefined();
    });

    it('lets units go as its flow describes', () => {
      const probe = probeOf(subject);
      const flow = flowOf(probe.layer)!;
      const whole = probe.run(probe.samples);
      if (['keeps', 'passes', 'gates', 'entangles'].includes(flow)) expect(probe.output).toEqual(shapes[0]);
      if (['moves', 'filters'].includes(flow)) expectApart(probe, shapes[0]!.at(-1)!);
      if (flow === 'keeps') expectElementwise(probe);
      if (flow === 'joins' && shapes.every((shape) => shape.join() === probe.output.join())) expectElementwise(probe);
      if (flow === 'passes') expect(whole).toEqual(probe.samples[0]);
      if (flow === 'reshapes') expect([...whole].sort()).toEqual([...probe.samples[0]!].sort());
      probe.layer.dispose();
    });

    it('leaves a unit that is 0 as it is, where it keeps the number of channels', () => {
      const probe = probeOf(subject);
      if (probe.output.at(-1) === shapes[0]!.at(-1)) expectZeros(probe, shapes);
      probe.layer.dispose();
    });

    it('counts whole multiply-adds, and no more when units go', async () => {
      for (const seed of seeds) {
        const network = networkAround(subject, 'in a chain', seed, randomMasks(seed));
        drawBits(network, shareOf(seed), seed);
        const before = multiplyAddsIn(network, sample);
        expect(Number.isSafeInteger(before) && before >= 0, `${before} multiply-adds`).toBe(true);
        if (rule?.extract !== undefined) {
          const { network: small } = await extractMasked(network, { samples: 2 });
          expect(multiplyAddsIn(small, sample)).toBeLessThanOrEqual(before);
          small.dispose();
        }
        network.dispose();
      }
    });

    if (rule?.extract === undefined) return;

    it.each(settings.filter((setting) => fits(setting, subject)))('is extracted as it is masked, %s', async (setting) => {
      for (const seed of seeds) {
        const network = networkAround(subject, setting, seed, randomMasks(seed));
        drawBits(network, shareOf(seed), seed);
        await expectExtracted(network, seed);
        network.dispose();
      }
    });

    it('is extracted with the masks that are inserted by default', async () => {
      for (const seed of seeds) {
        const network = networkAround(subject, 'in a chain', seed);
        const { network: masked } = insertMasks(network);
        drawBits(masked, shareOf(seed), seed);
        await expectExtracted(masked, seed);
        masked.dispose();
        network.dispose();
      }
    });

    it('leaves the network given untouched', async () => {
      const network = networkAround(subject, 'in a chain', 1, randomMasks(1));
      const before = [await fingerprintNetwork(network), JSON.stringify(network.toJSON())];
      (await extractMasked(network, { samples: 2 })).network.dispose();
      expect([await fingerprintNetwork(network), JSON.stringify(network.toJSON())]).toEqual(before);
      network.dispose();
    });

    it('leaks no tensor', async () => {
      const network = networkAround(subject, 'in a chain', 2, randomMasks(2));
      const extract = async () => (await extractMasked(network, { samples: 2 })).network.dispose();
      await extract();
      const { pass, message } = await matchers.toLeakNoTensors(extract);
      expect(pass, message()).toBe(true);
      network.dispose();
    });
  });
};

const multiplyAddsIn = (network: LayersModel, like: Layer): number =>
  nodesBehind(network.outputs)
    .filter(({ outboundLayer }) => outboundLayer.getClassName() === like.getClassName())
    .reduce((total, node) => total + multiplyAddsOf(node), 0);

/** Fails if an element of the output depends on other elements than the same one of the inputs. */
const expectElementwise = ({ samples, run }: Probe): void => {
  const before = run(samples);
  for (const of of samples.keys()) {
    for (const element of [0, 1, before.length - 1]) {
      const after = run(changed(samples, of, (value, at) => (at === element ? value + 1.5 : value)));
      expect(differing(before, after).filter((at) => at !== element)).toEqual([]);
    }
  }
};

/** Fails if a channel of the output depends on other channels than the same one of the input. */
const expectApart = ({ samples, output, run }: Probe, channels: number): void => {
  if (output.at(-1) !== channels) return;
  const before = run(samples);
  for (let channel = 0; channel < channels; channel++) {
    const after = run(changed(samples, 0, (value, at) => (at % channels === channel ? value + 1.5 : value)));
    expect(differing(before, after).filter((at) => at % channels !== channel)).toEqual([]);
  }
};

/** Fails if a channel of zeros does not stay one although the rule declares it. */
const expectZeros = ({ layer, samples, output, run }: Probe, shapes: readonly (readonly number[])[]): void => {
  const flow = flowOf(layer)!;
  const kept = preservesZero(layer);
  if (kept === false || !['keeps', 'passes', 'moves', 'filters', 'gates', 'joins'].includes(flow)) return;
  const channels = output.at(-1)!;
  const zeroed = (of: (index: number) => boolean, channel: number) =>
    samples.map((values, index) => (of(index) ? values.map((value, at) => (at % shapes[index]!.at(-1)! === channel ? 0 : value)) : values));
  for (let channel = 0; channel < channels; channel++) {
    const inputs = kept === 'from-any' ? [...samples.keys()].map((one) => (index: number) => index === one) : [() => true];
    for (const of of inputs) {
      const found = run(zeroed(of, channel)).filter((value, at) => at % channels === channel && value !== 0);
      expect([...found], `channel ${channel} of what was 0`).toEqual([]);
    }
  }
};

const expectExtracted = async (network: LayersModel, seed: number): Promise<void> => {
  const x = samplesFor(network, seed + 10);
  const { network: small } = await extractMasked(network, { samples: 2 });
  const loaded = await reloaded(small);
  const [wanted, found, again] = [network, small, loaded].map((each) => outputOf(each, x)) as [Float32Array, Float32Array, Float32Array];
  for (const values of [found, again]) {
    const { pass, message } = matchers.toBeAllclose(values, wanted);
    expect(pass, message()).toBe(true);
  }
  for (const each of [small, loaded]) each.dispose();
  dispose(x);
};

const outputOf = (network: LayersModel, x: readonly Tensor[]): Float32Array =>
  tidy(() => (network.predict(x.length === 1 ? x[0]! : [...x]) as Tensor).dataSync<'float32'>().slice());

const reloaded = async (network: LayersModel): Promise<LayersModel> => {
  let saved: io.ModelArtifacts | undefined;
  await network.save(
    io.withSaveHandler((artifacts) => {
      saved = artifacts;
      return Promise.resolve({} as io.SaveResult);
    }),
  );
  return loadLayersModel(io.fromMemory(saved!));
};
