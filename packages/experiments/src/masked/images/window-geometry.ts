import type { ImageWindow } from '@dum/masks/rules';

/** A window that moves over an image of a known size. */
export interface WindowGeometry extends Omit<ImageWindow, 'padding'> {
  readonly size: readonly [height: number, width: number];
  /** The rows above and the columns left of the image that the window starts at. */
  readonly pads: readonly [top: number, left: number];
  /** The number of its positions. */
  readonly positions: readonly [rows: number, columns: number];
}

/** How a window moves over an image, by the rule of TensorFlow: `same` padding is even, with the odd row below and the odd column right. */
export const windowGeometry = (
  image: readonly [height: number, width: number],
  size: readonly [number, number],
  { strides, dilations, padding }: ImageWindow,
): WindowGeometry => {
  const along = (axis: 0 | 1): { readonly pad: number; readonly positions: number } => {
    const reach = (size[axis] - 1) * dilations[axis] + 1;
    if (padding === 'valid') return { pad: 0, positions: Math.floor((image[axis] - reach) / strides[axis]) + 1 };
    const positions = Math.ceil(image[axis] / strides[axis]);
    return { pad: Math.floor(Math.max(0, (positions - 1) * strides[axis] + reach - image[axis]) / 2), positions };
  };
  const [vertical, horizontal] = [along(0), along(1)];
  return {
    size,
    strides,
    dilations,
    pads: [vertical.pad, horizontal.pad],
    positions: [vertical.positions, horizontal.positions],
  };
};
