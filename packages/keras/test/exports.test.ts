import { expect, it } from 'vitest';
import * as keras from '@dum/keras';

it('exports these names', () => {
  expect(Object.keys(keras).sort()).toEqual([
    'exportFormats',
    'exportKeras',
    'exportedLayers',
    'importKeras',
    'parseKeras',
    'supportedLayers',
  ]);
});
