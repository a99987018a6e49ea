import { isList, type Json, show } from './json.js';
import { checkPolicy } from './keras-layer.js';
import { inert, only, readKeys } from './rules/key-rule.js';
import { type Occasion, single, type Step } from './rules/layer-rule.js';
import { ruleOf } from './rules/layer-rules.js';
import { operationSteps } from './rules/operations.js';
import { reasonAgainst } from './rules/refused-classes.js';

const isSize = (value: Json): boolean => value === null || (Number.isInteger(value) && (value as number) > 0);

const input = ({ layer: { config }, report }: Omit<Occasion, 'carried'>): readonly Step[] => {
  const shape = config.batch_shape ?? config.batch_input_shape ?? null;
  const dense = only([false, null], 'only dense inputs that must be given are supported');
  readKeys(config, { batch_shape: inert, sparse: dense, ragged: dense, optional: dense }, report);
  if (!isList(shape) || shape.length < 2 || !shape.slice(1).every(isSize)) {
    report(`its shape is ${show(shape)}; expected the batch and at least one size`);
    return [];
  }
  return single('InputLayer', { batch_input_shape: [null, ...shape.slice(1)], dtype: 'float32', sparse: false });
};

/** The layers of TensorFlow.js that compute what a Keras layer does. Problems are reported. */
export const stepsOf = (occasion: Omit<Occasion, 'carried'>): readonly Step[] => {
  const { layer, calls, report, note } = occasion;
  const { className, kind, config } = layer;
  if (className === 'InputLayer') return input(occasion);
  if (calls.length === 0) report('it is called on nothing');
  if (kind === 'operation') return operationSteps({ ...occasion, carried: {} });
  const rule = ruleOf(className);
  if (rule === undefined) {
    report(reasonAgainst(className));
    return [];
  }
  checkPolicy(layer, report, note);
  const rest = calls.flatMap((call) => call.rest);
  if (rest.length > 0) report(`it is called with ${rest.map(({ value }) => show(value)).join(', ')} beside tensors`);
  const { config: read, carried } = readKeys(config, rule.keys, report);
  return rule.steps?.({ ...occasion, layer: { ...layer, config: read }, carried }) ?? single(className, carried);
};
