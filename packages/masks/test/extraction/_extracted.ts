import { type Tensor, tensor } from '@tensorflow/tfjs-core';
import { layers, type LayersModel, model, type SymbolicTensor } from '@tensorflow/tfjs-layers';
import { expect } from 'vitest';
import {
  type Certificate,
  createMaskSet,
  extractMasked,
  type Extraction,
  extractSubnetwork,
  type ExtractionOptions,
  fingerprintNetwork,
  insertMasks,
  type InsertMasksOptions,
  type LayerMaskInput,
  type MaskSet,
  networkCosts,
  type NewHead,
  removeHead,
  UnitMask,
  writeMasks,
} from '@dum/masks';
import { inputFor, outputsOf, reload, stateOf } from '../networks/example-networks.js';

/** Masks of a network: bits by layer; a list of numbers masks channels, a shape with it masks elements. */
export type Bits = Readonly<Record<string, readonly number[] | Omit<LayerMaskInput, 'layer'>>>;

export const maskSet = async (network: LayersModel, bits: Bits): Promise<MaskSet> =>
  createMaskSet(
    await fingerprintNetwork(network),
    Object.entries(bits).map(([layer, given]) => ({ layer, ...('shape' in given ? given : { shape: [given.length], kept: given }) })),
  );

/** A read-out of two classes whose weights are all different. */
export const readOutOf = (features: number): NewHead => ({
  kind: 'new-head',
  classNames: ['no', 'yes'],
  kernel: Float32Array.from({ length: features * 2 }, (_, at) => Math.sin(at + 1)),
  bias: Float32Array.from([0.2, -0.1]),
});

/** The network with its masks in it; with a read-out its outputs are the logits and their softmax. */
const maskedNetwork = (
  network: LayersModel,
  { masks, readOut, choices }: { masks: MaskSet; readOut?: NewHead; choices?: InsertMasksOptions | undefined },
): LayersModel => {
  const behindLayers: InsertMasksOptions = {
    layers: masks.layers.map(({ layer }) => layer),
    granularity: masks.layers.some(({ shape }) => shape.length > 1) ? 'element' : 'channel',
  };
  const inserted = insertMasks(network, choices ?? behindLayers);
  writeMasks(inserted, [masks]);
  if (readOut === undefined) return inserted.network;
  const body = removeHead(inserted.network);
  const classes = readOut.bias.length;
  const flat = body.outputs[0]!.shape.length === 2 ? body.outputs[0]! : (layers.flatten().apply(body.outputs) as SymbolicTensor);
  const head = layers.dense({ units: classes, name: 'read_out' });
  const logits = head.apply(flat) as SymbolicTensor;
  head.setWeights([tensor(readOut.kernel, [readOut.kernel.length / classes, classes]), tensor(readOut.bias)]);
  return model({ inputs: body.inputs, outputs: [logits, layers.softmax({ axis: -1 }).apply(logits) as SymbolicTensor] });
};

/** An extracted network that exposes its logits besides its outputs. */
const withLogits = (extracted: LayersModel): LayersModel =>
  model({ inputs: extracted.inputs, outputs: [extracted.getLayer('logits').output as SymbolicTensor, ...extracted.outputs] });

/** The largest difference of two lists, of the largest value expected. */
const relativeDifference = (expected: readonly number[], found: readonly number[]): number => {
  expect(found).toHaveLength(expected.length);
  const largest = Math.max(...expected.map(Math.abs));
  const difference = Math.max(...expected.map((value, index) => Math.abs(value - found[index]!)));
  return largest === 0 ? difference : difference / largest;
};

/** What came of an extraction that holds: its sizes and its layers. */
export interface Extracted {
  readonly network: LayersModel;
  readonly certificate: Certificate;
  /** Name and weight shapes of each layer with weights, and the name of each without. */
  readonly layers: readonly string[];
}

/**
 * Extracts by a mask set, and checks what holds for every extraction: each output, logits included, is that of the masked network to 1e-5 of the
 * largest, also when saved and loaded; there is no mask and no dropout; the network given is as it was, to the bit.
 */
export const extracted = async (
  network: LayersModel,
  { bits, ...more }: { readonly bits: Bits; readonly readOut?: NewHead; readonly options?: ExtractionOptions },
): Promise<Extracted> => extractedBy(network, { masks: await maskSet(network, bits), ...more });

/** Masks, and how they were put into the network; else behind their layers. */
export interface Masked {
  readonly masks: MaskSet;
  readonly choices?: InsertMasksOptions;
}

/** The same by masks that are there. */
export const extractedBy = async (
  network: LayersModel,
  { masks, readOut, choices, options = {} }: Masked & { readonly readOut?: NewHead; readonly options?: ExtractionOptions },
): Promise<Extracted> => {
  const subject = { masks, ...(readOut === undefined ? {} : { readOut }) };
  const before = stateOf(network);
  const extraction = await extractSubnetwork(network, subject, options);
  expect(stateOf(network)).toEqual(before);
  return holds(maskedNetwork(network, { ...subject, choices }), extraction);
};

/** The same from a network that has masks in it. */
export const extractedMasked = async (network: LayersModel, options: ExtractionOptions = {}): Promise<Extracted> => {
  const before = stateOf(network);
  const extraction = await extractMasked(network, options);
  expect(stateOf(network)).toEqual(before);
  return holds(network, extraction);
};

const holds = async (oracle: LayersModel, { network, certificate, inputs }: Extraction): Promise<Extracted> => {
  const x = inputFor(oracle);
  const taken = x.map((values, index) => columnsOf(values, inputs[index]!));
  const expected = outputsOf(oracle, x);
  for (const candidate of [network, await reload(network)]) {
    const whole = certificate.logits === undefined ? candidate : withLogits(candidate);
    for (const [index, output] of outputsOf(whole, taken).entries()) {
      expect(relativeDifference(expected[index]!, output)).toBeLessThan(1e-5);
    }
  }
  for (const { largest, difference } of [certificate.outputs, certificate.logits ?? certificate.outputs]) {
    expect(difference).toBeLessThanOrEqual(1e-5 * largest);
  }
  const { units } = certificate;
  expect(units.after + units.masked + units.dead + units.unreachable).toBe(units.before);
  expect(certificate.after).toEqual(networkCosts(network));
  expect(network.layers.filter((layer) => layer instanceof UnitMask || layer.getClassName() === 'Dropout')).toEqual([]);
  const shown = network.layers
    .filter((layer) => layer.getClassName() !== 'InputLayer')
    .map(({ name, weights }) => [name, ...weights.map(({ shape }) => shape.join('×'))].join(' '));
  return { network, certificate, layers: shown };
};

const columnsOf = (values: Tensor, columns: readonly number[]): Tensor => {
  const width = values.shape.at(-1)!;
  const data = Array.from(values.dataSync()).filter((_, at) => columns.includes(at % width));
  return tensor(data, [...values.shape.slice(0, -1), columns.length]);
};
