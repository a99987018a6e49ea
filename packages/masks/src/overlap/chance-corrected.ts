import { finiteNumber, requireOptions } from '@dum/errors';

/**
 * A measure of overlap put on a scale where chance is 0 and the best is 1: (value − chance) / (1 − chance).
 *
 * Negative when there is less overlap than by chance, down to −chance / (1 − chance). Null when chance is 1, as it is for two masks
 * that keep everything: then there is nothing to tell. For `iou`, `ioMin` and `coverage`, with {@link chanceLevels}.
 *
 * @throws DumError 'bad-input' when one of them is no number from 0 to 1
 */
export const chanceCorrected = (value: number, chance: number): number | null => {
  const share = finiteNumber({ atLeast: 0, atMost: 1 });
  requireOptions('chanceCorrected', { value, chance }, { value: share, chance: share });
  return chance === 1 ? null : (value - chance) / (1 - chance);
};
