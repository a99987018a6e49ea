import { concatenation as kind } from '../kinds/concatenation.js';
import { otherAxis } from './_axes.js';
import type { LayerRule } from './layer-rule.js';

/** Concatenation; along the last axis it can be extracted. */
export const concatenation: LayerRule = { classNames: ['Concatenate'], flow: 'concatenates', refusal: otherAxis, extract: kind };
