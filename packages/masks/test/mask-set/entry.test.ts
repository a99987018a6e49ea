import * as maskSet from '@dum/masks/mask-set';
import { expect, test } from 'vitest';

test('the entry exports these names and no other', () => {
  expect(Object.keys(maskSet).sort()).toEqual([
    'channelGroups',
    'channelsOfUnit',
    'complement',
    'createMaskSet',
    'equalMasks',
    'ignoredClass',
    'intersectMasks',
    'keepAsMany',
    'keepMacs',
    'keepParameters',
    'keepUnits',
    'keepWithin',
    'keptIndices',
    'keptIndicesByLayer',
    'keptUnits',
    'maskSetFromJson',
    'maskSetKind',
    'maskSetToJson',
    'randomMasks',
    'requireNetwork',
    'subnetworkKind',
    'subnetworksFromJson',
    'subnetworksToJson',
    'subtractMasks',
    'summarizeMasks',
    'totalUnits',
    'uniteMasks',
  ]);
});
