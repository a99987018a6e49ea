import type { Json, JsonObject } from '../config/json.js';
import { isOfTraining } from '../config/rules/key-rule.js';

const snakeCase = (word: string): string => word.replace(/([a-z0-9])([A-Z])/g, '$1_$2').toLowerCase();

/**
 * A config of TensorFlow.js with the keys and values of Keras, such as `data_format: 'channels_last'` for `dataFormat: 'channelsLast'`,
 * without the settings that affect only initialization and training.
 */
export const inKerasWords = (config: Readonly<Record<string, unknown>>): JsonObject =>
  Object.fromEntries(
    Object.entries(config)
      .map(([key, value]) => [snakeCase(key), (typeof value === 'string' && key !== 'name' ? snakeCase(value) : value) as Json] as const)
      .filter(([key]) => !isOfTraining(key)),
  );
