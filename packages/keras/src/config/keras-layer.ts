import type { Report } from '../refusal/problems.js';
import { refuse } from '../refusal/refuse.js';
import { isObject, type Json, type JsonObject, show } from './json.js';
import { plainConfig } from './plain.js';

/** The major version of Keras that wrote a file; some settings changed their meaning from 2 to 3. */
export type Generation = 2 | 3;

/** A layer, a network within the network, or a bare operation, as Keras describes it. */
export interface KerasLayer {
  readonly name: string;
  readonly className: string;
  readonly kind: 'layer' | 'network' | 'operation';
  readonly config: JsonObject;
  /** The module of its class; undefined in older files. */
  readonly module: string | undefined;
  /** Its calls, not yet parsed. */
  readonly inboundNodes: Json;
  /** The shape that it was built for, in newer files. */
  readonly builtFor: Json;
  readonly generation: Generation;
}

const networkClasses = ['Sequential', 'Functional', 'Model'];
const operationModule = /^keras(_core)?(\.src)?\.ops(\.|$)/;
const kerasModule = /^(tf_)?keras(_core)?(\.|$)/;

const kindOf = (className: string, module: string | undefined, config: JsonObject): KerasLayer['kind'] => {
  if (networkClasses.includes(className)) return 'network';
  if (className.endsWith('OpLambda') || (module !== undefined && operationModule.test(module))) return 'operation';
  // an .h5 of Keras 3 names no modules; an operation is recognised by having no settings
  const bare = module === undefined && className !== 'InputLayer' && config.trainable === undefined && config.dtype === undefined;
  return bare ? 'operation' : 'layer';
};

/** Reads a layer; `where` names it in a refusal. */
export const readLayer = (value: Json | undefined, where: string, generation: Generation): KerasLayer => {
  if (!isObject(value)) return refuse(`has ${show(value)} for ${where}, expected a layer`);
  const { class_name: className, config: settings, module = null, registered_name: registered = null } = value;
  if (typeof className !== 'string') return refuse(`has no class_name for ${where}`);
  const config = Array.isArray(settings) && className === 'Sequential' ? { layers: settings as readonly Json[] } : settings;
  if (!isObject(config)) return refuse(`has no config for ${where} (${className})`);
  const name = value.name ?? config.name ?? (networkClasses.includes(className) ? className.toLowerCase() : null);
  if (typeof name !== 'string' || name === '' || name.length > 200) return refuse(`has ${show(name)} for the name of ${where}`);
  if (isObject(value.config) && (config.name ?? name) !== name) {
    return refuse(`has a layer "${name}" that calls itself ${show(config.name)} in its config`);
  }
  const foreign = (typeof module === 'string' && !kerasModule.test(module)) || (typeof registered === 'string' && registered.includes('>'));
  return {
    name,
    className: foreign ? `${typeof registered === 'string' ? registered : className} of ${show(module)}` : className,
    kind: foreign ? 'layer' : kindOf(className, typeof module === 'string' ? module : undefined, config),
    config: plainConfig(config),
    module: typeof module === 'string' ? module : undefined,
    inboundNodes: value.inbound_nodes ?? [],
    builtFor: config.build_input_shape ?? (isObject(value.build_config) ? (value.build_config.input_shape ?? null) : null),
    generation,
  };
};

const computedAlike = ['float32', 'float64', 'float16', 'bfloat16', 'mixed_float16', 'mixed_bfloat16'];

/** Checks the dtype policy of a layer: everything is computed in float32, and quantized layers are refused. */
export const checkPolicy = ({ config, className }: KerasLayer, report: Report, note: (text: string) => void): void => {
  const { dtype = null } = config;
  if (className === 'InputLayer' || dtype === null) return;
  const inner = isObject(dtype) && isObject(dtype.config) ? (dtype.config.name ?? null) : null;
  const policy = isObject(dtype) ? (dtype.class_name === 'DTypePolicy' || dtype.class_name === 'Policy' ? inner : dtype) : dtype;
  if (typeof policy !== 'string' || !computedAlike.includes(policy)) report(`its dtype ${show(policy)} is not supported`);
  else if (policy !== 'float32') note(`${policy} is computed in float32`);
};
