import type { LayerRule } from './layer-rule.js';

/** Recurrent layers and wrappers: they form units, and are not extracted. */
export const recurrent: LayerRule = {
  classNames: ['SimpleRNN', 'GRU', 'LSTM', 'RNN', 'ConvLSTM2D', 'Bidirectional', 'TimeDistributed'],
  flow: 'forms',
};
