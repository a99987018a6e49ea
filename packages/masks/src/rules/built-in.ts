import { activations } from './activations.js';
import { batchNormalization } from './batch-normalization.js';
import { concatenation } from './concatenation.js';
import { convolutions } from './convolution.js';
import { dense } from './dense.js';
import { depthwiseConvolution } from './depthwise-convolution.js';
import { embedding } from './embedding.js';
import { layerNormalization } from './layer-normalization.js';
import type { LayerRule } from './layer-rule.js';
import { masking } from './masking.js';
import { merging } from './merging.js';
import { permute } from './permute.js';
import { pooling } from './pooling.js';
import { positions } from './positions.js';
import { prelu } from './prelu.js';
import { recurrent } from './recurrent.js';
import { regularization } from './regularization.js';
import { rescaling } from './rescaling.js';
import { reshaping } from './reshaping.js';
import { separableConvolution } from './separable-convolution.js';
import { transposedConvolutions } from './transposed-convolution.js';
import { unitMask } from './unit-mask.js';

/** The rules of the layers of TensorFlow.js, and of masks. */
export const builtInRules: readonly LayerRule[] = [
  dense,
  ...convolutions,
  ...transposedConvolutions,
  depthwiseConvolution,
  separableConvolution,
  batchNormalization,
  layerNormalization,
  ...activations,
  prelu,
  rescaling,
  ...pooling,
  ...positions,
  ...reshaping,
  permute,
  ...merging,
  concatenation,
  regularization,
  masking,
  recurrent,
  embedding,
  unitMask,
];
