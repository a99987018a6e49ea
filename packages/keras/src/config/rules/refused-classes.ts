const reasons: readonly (readonly [classes: RegExp, reason: string])[] = [
  [/RNN|LSTM|GRU|Bidirectional|TimeDistributed/, 'recurrent layers and layers over time are not supported'],
  [/^Lambda$|OpLambda/, 'it holds Python code, which cannot run here'],
  [
    /(Conv|Pooling|Cropping|ZeroPadding|UpSampling|Dropout|Transpose)\w*[13]D|Conv[13]DTranspose/,
    'layers over one or three dimensions are not supported',
  ],
  [/Attention|Embedding|Masking|Vectorization|Lookup|Hashing|Encoding|Discretization/, 'layers for text and categories are not supported'],
  [/GroupNormalization|UnitNormalization|SpectralNormalization|RMSNormalization/, 'TensorFlow.js has no such normalization'],
  [/Resizing|CenterCrop/, 'TensorFlow.js samples other positions than Keras'],
  [/ of "/, 'it is a custom layer, whose code is not in the file'],
];

/** Why a class without a rule is refused. */
export const reasonAgainst = (className: string): string =>
  reasons.find(([classes]) => classes.test(className))?.[1] ?? 'the layer is not known';
