import { expect, expectTypeOf, test } from 'vitest';
import * as masks from '@dum/masks';
import * as maskSet from '@dum/masks/mask-set';
import * as overlap from '@dum/masks/overlap';
import * as rules from '@dum/masks/rules';
import * as testing from '@dum/masks/testing';

test('the main entry exports these names, those of mask-set and overlap, and no other', () => {
  const own = [
    'GumbelSigmoidMask',
    'UnitMask',
    'addPenalties',
    'cloneNetwork',
    'continuousSparsification',
    'estimatorFromConfig',
    'estimatorToConfig',
    'expectedUnits',
    'extractMasked',
    'extractSubnetwork',
    'fillLogisticNoise',
    'fingerprintNetwork',
    'flattenNetwork',
    'gumbelSigmoid',
    'hardConcrete',
    'headOf',
    'insertMasks',
    'insertMasksLike',
    'meanLogits',
    'networkCosts',
    'noiseKey',
    'penaltyFromConfig',
    'penaltyPerTask',
    'penaltyToConfig',
    'pricePenalty',
    'readMasks',
    'readsAtOnce',
    'registerLayerRule',
    'removeHead',
    'replaceHead',
    'scalePenalty',
    'selectLayers',
    'splitAt',
    'straightThrough',
    'sumLogits',
    'textKey',
    'traceWiring',
    'unitGroups',
    'writeMasks',
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
    'fused',
    'gating',
    'layerLike',
    'mixing',
    'partOf',
    'perChannel',
    'registerLayerRule',
    'runOnce',
    'weightedSum',
  ]);
});

test('the testing entry exports these names and no other', () => {
  expect(Object.keys(testing).sort()).toEqual(['matchers', 'testEstimator', 'testLayerRule', 'testPenalty']);
});
