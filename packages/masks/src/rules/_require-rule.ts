import { DumError, show } from '@dum/errors';
import { requireKnownOptions } from '../require-known-options.js';
import type { Flow, LayerRule } from './layer-rule.js';

const flows = Object.keys({
  forms: true,
  keeps: true,
  passes: true,
  moves: true,
  filters: true,
  gates: true,
  entangles: true,
  joins: true,
  concatenates: true,
  reshapes: true,
} satisfies Record<Flow, true>);

const isFunction = (value: unknown): boolean => typeof value === 'function';

const isBoolean = (value: unknown): boolean => typeof value === 'boolean';

const isAxis = (value: unknown): boolean => value === null || (Number.isSafeInteger(value) && (value as number) >= 0);

const isName = (value: unknown): boolean => typeof value === 'string' && value !== '';

type Expectation = readonly [expected: string, holds: (value: unknown) => boolean];

const aFunction: Expectation = ['a function', isFunction];

const required: readonly string[] = ['classNames', 'flow'];

const expectations: Record<keyof LayerRule, Expectation> = {
  classNames: ['a list of class names', (value) => Array.isArray(value) && value.length > 0 && value.every(isName)],
  flow: [`one of ${flows.join(', ')}, or a function of the layer`, (value) => isFunction(value) || (flows as unknown[]).includes(value)],
  preservesZero: [
    'true, false or "from-any", or a function of the layer',
    (value) => isFunction(value) || isBoolean(value) || value === 'from-any',
  ],
  maskedByDefault: ['true or false', isBoolean],
  isActivation: ['true or false', isBoolean],
  channelAxes: [
    'a list with an axis or null for each weight, or a function of the layer',
    (value) => isFunction(value) || (Array.isArray(value) && value.every(isAxis)),
  ],
  settings: aFunction,
  multiplyAdds: aFunction,
  frozenCall: aFunction,
  channelStep: aFunction,
  extract: aFunction,
  refusal: aFunction,
};

/** Throws `bad-input` for what is no {@link LayerRule}, naming the part that is wrong. */
export const requireRule = (who: string, rule: LayerRule): void => {
  const keys = Object.keys(expectations) as (keyof LayerRule)[];
  requireKnownOptions(who, rule, keys);
  for (const key of keys) {
    const [expected, holds] = expectations[key];
    if ((rule[key] === undefined && !required.includes(key)) || holds(rule[key])) continue;
    throw new DumError('bad-input', `${who}: ${key} is ${show(rule[key])}; expected ${expected}`);
  }
};
