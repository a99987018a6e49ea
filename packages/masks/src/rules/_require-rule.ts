import { optional, type OptionKind, requireKnownOptions, requireOptions } from '@dum/errors';
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

const aFunction = optional({ expected: 'a function', holds: isFunction });

const aBoolean = optional({ expected: 'true or false', holds: isBoolean });

const kinds: Record<keyof LayerRule, OptionKind> = {
  classNames: { expected: 'a list of class names', holds: (value) => Array.isArray(value) && value.length > 0 && value.every(isName) },
  flow: {
    expected: `one of ${flows.join(', ')}, or a function of the layer`,
    holds: (value) => isFunction(value) || (flows as unknown[]).includes(value),
  },
  preservesZero: optional({
    expected: 'true, false or "from-any", or a function of the layer',
    holds: (value) => isFunction(value) || isBoolean(value) || value === 'from-any',
  }),
  maskedByDefault: aBoolean,
  isActivation: aBoolean,
  channelAxes: optional({
    expected: 'a list with an axis or null for each weight, or a function of the layer',
    holds: (value) => isFunction(value) || (Array.isArray(value) && value.every(isAxis)),
  }),
  statistics: aFunction,
  settings: aFunction,
  multiplyAdds: aFunction,
  frozenCall: aFunction,
  channelStep: aFunction,
  imageStep: aFunction,
  extract: aFunction,
  refusal: aFunction,
};

/** Throws `bad-input` for anything that is not a {@link LayerRule}, naming the invalid part. */
export const requireRule = (who: string, rule: LayerRule): void => {
  requireKnownOptions(who, rule, Object.keys(kinds) as (keyof LayerRule)[]);
  requireOptions(who, rule, kinds);
};
