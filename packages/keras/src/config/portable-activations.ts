/** The activation functions that TensorFlow.js and all versions of Keras 2 and 3 have, and define alike. */
export const portableActivations: readonly string[] = [
  'linear',
  'relu',
  'elu',
  'selu',
  'sigmoid',
  'tanh',
  'softmax',
  'softplus',
  'softsign',
  'gelu',
  'swish',
  'log_softmax',
];
