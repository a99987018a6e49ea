import type { Budget } from '@dum/masks/mask-set';

const measures: Readonly<Record<Budget['measure'], string>> = { units: 'units', parameters: 'parameters', multiplyAdds: 'multiply-adds' };

/** A budget as text, such as `at most 50 units`. */
export const budgetText = ({ measure, limit }: Budget): string => `at most ${limit} ${measures[measure]}`;
