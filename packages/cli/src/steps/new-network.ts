import { util } from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import type { Dataset } from '@dum/datasets';
import { DumError } from '@dum/errors';
import { convNet, fourConvNet, type ImageShape, mlp, residualNet } from '@dum/experiments';
import type { NetworkShape } from '../arguments/network-shape.js';

/** An untrained network of a shape for the samples and classes of a data set. Throws `bad-input` where they do not fit. */
export const newNetwork = (
  { kind, widths }: NetworkShape,
  data: Pick<Dataset, 'name' | 'sampleShape' | 'classNames'>,
  seed: number,
): LayersModel => {
  const classes = data.classNames.length;
  if (kind === 'mlp') return mlp({ inputs: util.sizeFromShape([...data.sampleShape]), hidden: widths, classes, seed });
  const images = { inputShape: imageShape(data, kind), classes, seed };
  switch (kind) {
    case 'conv':
      return convNet({ ...images, filters: widths });
    case 'conv-bn':
      return convNet({ ...images, filters: widths, batchNormalization: true });
    case 'residual':
      return residualNet({ ...images, filters: widths });
    case 'four-conv':
      return fourConvNet({ ...images, filters: widths[0]! });
  }
};

/** The shape of the images of a data set, with one channel if they have no channel axis. */
const imageShape = ({ name, sampleShape }: Pick<Dataset, 'name' | 'sampleShape'>, kind: string): ImageShape => {
  const [height, width, channels = 1, ...rest] = sampleShape;
  if (height !== undefined && width !== undefined && rest.length === 0) return [height, width, channels];
  throw new DumError(
    'bad-input',
    `--network ${kind} takes images, [height, width] or [height, width, channels]; "${name}" has samples of shape [${sampleShape.join(', ')}], so train an mlp on it`,
  );
};
