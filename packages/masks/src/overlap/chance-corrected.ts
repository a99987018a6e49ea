import { finiteNumber, requireOptions } from '@dum/errors';

/**
 * Corrects a measure of overlap for chance, so that 0 is the chance level and 1 the best: (value − chance) / (1 − chance).
 *
 * It is negative for less overlap than by chance, down to −chance / (1 − chance), and null when chance is 1, as for two masks that keep
 * everything. Use it for `iou`, `ioMin` and `coverage`, with {@link chanceLevels}.
 *
 * @throws DumError 'bad-input' when an argument is not a number from 0 to 1
 */
export const chanceCorrected = (value: number, chance: number): number | null => {
  const share = finiteNumber({ atLeast: 0, atMost: 1 });
  requireOptions('chanceCorrected', { value, chance }, { value: share, chance: share });
  return chance === 1 ? null : (value - chance) / (1 - chance);
};
