import { useBackend } from '@dum/backend';
import { testEstimator } from '@dum/masks/testing';
import { binaryConcrete } from './binary-concrete.js';

await useBackend('cpu');
testEstimator(binaryConcrete);
