import type { Config, ConfigObject } from './canonical-config.js';

/** The sizes of a tensor, the batch first; null where a size is known later only. */
export type Shape = readonly (number | null)[];

/** The number of values in a sample; sizes known later count as one. */
export const valuesIn = (shape: Shape): number => shape.slice(1).reduce<number>((product, size) => product * (size ?? 1), 1);

/** A size, or a list of them, as one for each of `count` axes. */
export const sizesOf = (value: Config | undefined, count: number, otherwise = 1): number[] => {
  const list = Array.isArray(value) ? (value as readonly Config[]) : Array.from({ length: count }, () => value);
  return Array.from({ length: count }, (_, axis) => (typeof list[axis] === 'number' ? list[axis] : otherwise));
};

/** The axis of the channels, of a shape with its batch. */
export const channelAxis = ({ dataFormat }: ConfigObject, shape: Shape): number =>
  dataFormat === 'channels_first' || dataFormat === 'channelsFirst' ? 1 : shape.length - 1;

/** The items of a list; none where there is no list. */
export const itemsIn = (value: Config | undefined): readonly Config[] => (Array.isArray(value) ? (value as readonly Config[]) : []);

/** A number, or what to take where there is none. */
export const numberOr = (value: Config | undefined, otherwise: number): number => (typeof value === 'number' ? value : otherwise);

/** True for `false`, and for the 0 that some files have in its place. */
export const isOff = (value: Config | undefined): boolean => value === false || value === 0;

/** True for `true`, and for the 1 that some files have in its place. */
export const isOn = (value: Config | undefined): boolean => value === true || value === 1;

/** The number of channels; a count known later counts as one. */
export const channelsOf = (config: ConfigObject, shape: Shape): number => shape[channelAxis(config, shape)] ?? 1;
