import { addConv2DFilterGradient, replaceConv2DInputGradient } from './conv2d-gradients.js';
import { addDepthwiseFilterGradient, addDepthwiseInputGradient } from './depthwise-gradients.js';
import { replaceGather } from './gather.js';
import { replaceBatchMatMul, replaceFusedMatMul } from './matmul.js';
import { replaceMaxPoolGradient } from './max-pool-gradient.js';
import { replaceConvolution } from './same-padding.js';
import { replaceSlice } from './slice.js';

const ours: Readonly<Record<string, () => void>> = {
  BatchMatMul: replaceBatchMatMul,
  _FusedMatMul: replaceFusedMatMul,
  Slice: replaceSlice,
  GatherV2: replaceGather,
  Conv2DBackpropInput: replaceConv2DInputGradient,
  Conv2DBackpropFilter: addConv2DFilterGradient,
  DepthwiseConv2dNativeBackpropFilter: addDepthwiseFilterGradient,
  DepthwiseConv2dNativeBackpropInput: addDepthwiseInputGradient,
  MaxPoolGrad: replaceMaxPoolGradient,
  Conv2D: () => replaceConvolution('Conv2D'),
  FusedConv2D: () => replaceConvolution('FusedConv2D'),
  DepthwiseConv2dNative: () => replaceConvolution('DepthwiseConv2dNative'),
  FusedDepthwiseConv2D: () => replaceConvolution('FusedDepthwiseConv2D'),
};

/**
 * Replaces the slow kernels of the wasm backend with fast ones that give the same numbers, and adds the gradients that it
 * lacks. Everything that runs on the backend uses them, plain `model.fit` included. Returns the names of these kernels.
 *
 * Replaced: `BatchMatMul` and `_FusedMatMul` with a transposed side or a batch, `Slice`, `GatherV2` along the first axis,
 * `Conv2DBackpropInput`; `MaxPoolGrad`, which stock wasm gets wrong where a window has no positive value; and `Conv2D`,
 * `DepthwiseConv2dNative` and their fused forms, wrong there with `same` padding and a stride larger than the filter. Added: the
 * filter gradient of a convolution and both gradients of a depthwise one, without which a network with such layers cannot
 * be trained on wasm. Calling it again changes nothing. It may be called before or after the backend is initialised.
 * `useBackend` calls it when wasm is chosen; call it yourself only where you set the backend up without `useBackend`.
 *
 * @throws DumError 'bad-input' when `@tensorflow/tfjs-backend-wasm` has not been imported.
 * @example
 * import '@tensorflow/tfjs-backend-wasm';
 * accelerateWasm(); // ['BatchMatMul', '_FusedMatMul', 'Slice', …]
 */
export const accelerateWasm = (): readonly string[] => {
  for (const install of Object.values(ours)) install();
  return Object.keys(ours);
};
