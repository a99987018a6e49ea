const words = (text: string): readonly string[] => text.trim().split(/\s+/);

/** Classes whose config holds layers of its own: a network inside a network. */
export const containerClasses = words('Model Functional Sequential');

/** The layer classes of tfjs-layers 4.22. */
export const layerClasses = [
  ...containerClasses,
  ...words(`
    InputLayer Activation Add AlphaDropout Average AveragePooling1D AveragePooling2D AveragePooling3D BatchNormalization
    Bidirectional CategoryEncoding CenterCrop Concatenate Conv1D Conv2D Conv2DTranspose Conv3D Conv3DTranspose ConvLSTM2D
    ConvLSTM2DCell Cropping2D Dense DepthwiseConv2D Dot Dropout ELU Embedding Flatten GaussianDropout GaussianNoise
    GlobalAveragePooling1D GlobalAveragePooling2D GlobalMaxPooling1D GlobalMaxPooling2D GRU GRUCell LayerNormalization
    LeakyReLU LSTM LSTMCell Masking Maximum MaxPooling1D MaxPooling2D MaxPooling3D Minimum Multiply Permute PReLU RandomWidth
    ReLU RepeatVector Rescaling Reshape Resizing RNN SeparableConv2D SimpleRNN SimpleRNNCell Softmax SpatialDropout1D
    StackedRNNCells ThresholdedReLU TimeDistributed UpSampling2D ZeroPadding2D`),
];

/** What a layer's config may name besides layers: initializers, regularizers and constraints. */
export const settingClasses = words(`
  Constant GlorotNormal GlorotUniform HeNormal HeUniform Identity LeCunNormal LeCunUniform Ones Orthogonal RandomNormal
  RandomUniform TruncatedNormal VarianceScaling Zeros L1L2 MaxNorm MinMaxNorm NonNeg UnitNorm`);
