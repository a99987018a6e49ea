import type { Config, ConfigObject } from './canonical-config.js';
import { refuse } from './refuse.js';

const largest = 2 ** 20;
const mostValues = 2 ** 28;

const whole = (least: number) => ({
  expected: `a whole number from ${least} to ${largest}`,
  accepts: (value: Config): boolean => typeof value === 'number' && Number.isInteger(value) && value >= least && value <= largest,
});
const positive = whole(1);
const orNull = { expected: `null or ${positive.expected}`, accepts: (value: Config): boolean => value === null || positive.accepts(value) };
const orRest = { expected: `-1, null or ${positive.expected}`, accepts: (value: Config): boolean => value === -1 || orNull.accepts(value) };
const orWord = {
  expected: `a word or ${whole(0).expected}`,
  accepts: (value: Config): boolean => typeof value === 'string' || whole(0).accepts(value),
};

type Rule = typeof positive;

const shapeRules: Readonly<Record<string, Rule>> = { batchInputShape: orNull, batchShape: orNull, inputShape: orNull };

const layerRules: Readonly<Record<string, Rule>> = {
  ...Object.fromEntries(
    [
      'units',
      'filters',
      'kernelSize',
      'poolSize',
      'dilationRate',
      'n',
      'size',
      'depthMultiplier',
      'inputDim',
      'outputDim',
      'numTokens',
      'height',
      'dims',
    ].map((key) => [key, positive]),
  ),
  strides: orNull,
  inputLength: orNull,
  targetShape: orRest,
  padding: orWord,
  cropping: orWord,
};

const check = (layer: string, key: string, value: Config, rule: Rule): void => {
  if (Array.isArray(value)) for (const item of value as readonly Config[]) check(layer, key, item, rule);
  else if (!rule.accepts(value)) refuse(`layer "${layer}" has ${key} ${JSON.stringify(value)}, expected ${rule.expected}`);
};

/** Refuses a layer's config whose sizes are not sizes; the config of a custom layer is checked for its input shape only. */
export const checkDimensions = (layer: string, config: ConfigObject, custom: boolean): void => {
  const rules = custom ? shapeRules : { ...shapeRules, ...layerRules };
  for (const [key, value] of Object.entries(config)) {
    const rule = Object.hasOwn(rules, key) ? rules[key] : undefined;
    if (rule !== undefined && value !== null) check(layer, key, value, rule);
  }
  checkInputShape(layer, config.batchInputShape ?? []);
};

const checkInputShape = (layer: string, shape: Config): void => {
  const sizes = Array.isArray(shape)
    ? (shape as readonly (number | null)[])
    : refuse(`layer "${layer}" has batchInputShape ${JSON.stringify(shape)}, expected a list`);
  const values = sizes.reduce<number>((product, size) => product * (size ?? 1), 1);
  if (values > mostValues) refuse(`layer "${layer}" takes ${values} values a sample, expected at most ${mostValues}`);
};
