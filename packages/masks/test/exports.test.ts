import { expect, expectTypeOf, test } from 'vitest';
import * as masks from '@dum/masks';
import * as maskSet from '@dum/masks/mask-set';
import * as noise from '@dum/masks/noise';
import * as overlap from '@dum/masks/overlap';
import * as rules from '@dum/masks/rules';
import * as testing from '@dum/masks/testing';

test('the main entry exports these names, those of mask-set and overlap, and no other', () => {
  const own = [
    'GumbelSigmoidMask',
    'UnitMask',
    'addPenalties',
    'affectedNormalizations',
    'cloneNetwork',
    'continuousSparsification',
    'estimatorFromConfig',
    'estimatorToConfig',
    'expectedUnits',
    'extractMasked',
    'extractSubnetwork',
    'fingerprintNetwork',
    'flattenNetwork',
    'gumbelSigmoid',
    'hardConcrete',
    'headOf',
    'insertMasks',
    'insertMasksLike',
    'keepOnly',
    'meanLogits',
    'networkCosts',
    'penaltyFromConfig',
    'penaltyPerTask',
    'penaltyToConfig',
    'placeStatistics',
    'pricePenalty',
    'readMasks',
    'readsAtOnce',
    'registerLayerRule',
    'removeHead',
    'replaceHead',
    'requireModel',
    'scalePenalty',
    'selectLayers',
    'splitAt',
    'straightThrough',
    'sumLogits',
    'traceWiring',
    'turnOff',
    'unitGroups',
    'writeConstants',
    'writeMasks',
    'writeNormalization',
  ];
  expect(Object.keys(masks).sort()).toEqual([...own, ...Object.keys(maskSet), ...Object.keys(overlap)].sort());
});

test('what entries share is the same thing in each', () => {
  expect(masks).toMatchObject({ ...maskSet, ...overlap });
  expect(masks.registerLayerRule).toBe(rules.registerLayerRule);
});

test('the options of an overlap have one type in both entries', () => {
  expectTypeOf<masks.OverlapOptions>().toEqualTypeOf<overlap.OverlapOptions>();
  expectTypeOf(masks.iou).parameter(2).toEqualTypeOf<masks.OverlapOptions | undefined>();
});

test('the entry of rules exports these names and no other', () => {
  expect(Object.keys(rules).sort()).toEqual([
    'channelStepOf',
    'clearSignal',
    'elementwise',
    'gating',
    'imageStepOf',
    'layerLike',
    'mixing',
    'perChannel',
    'registerLayerRule',
    'runOnce',
    'weightedSum',
  ]);
});

test('the entry of noise exports these names and no other', () => {
  expect(Object.keys(noise).sort()).toEqual(['fillLogisticNoise', 'noiseKey', 'textKey']);
});

test('the testing entry exports these names and no other', () => {
  expect(Object.keys(testing).sort()).toEqual(['matchers', 'testEstimator', 'testLayerRule', 'testPenalty']);
});
