import type { UnitMask } from '@dum/masks';
import { size } from '../networks/input-rows.js';

/** The units of one task in a mask. */
export const unitCount = ({ logits }: UnitMask): number => size(logits.shape.slice(1) as number[]);
