import { refuse } from '../refusal/refuse.js';
import type { Slot } from './slots.js';
import type { WeightTable } from './weight-table.js';

const lastPart = (name: string): string => name.split('/').at(-1)!.split(':')[0]!;

/** Adds the weights of a layer that are stored in the order of its slots, each by a name whose last part says what it is. */
export const addNamed = (
  layer: string,
  slots: readonly Slot[],
  names: readonly string[],
  floats: (name: string, shape: readonly number[]) => Float32Array,
  table: WeightTable,
): void => {
  if (names.length !== slots.length) refuse(`has ${names.length} weights for layer "${layer}", expected ${slots.length}`);
  for (const [i, { name, shape, stored, change }] of slots.entries()) {
    const found = lastPart(names[i]!);
    if (!found.endsWith(stored) && !stored.endsWith(found))
      refuse(`has weights "${names[i]}" for layer "${layer}" where its ${stored} belongs`);
    if (name === undefined) continue;
    const values = floats(names[i]!, shape);
    table.add(name, shape, change?.(values) ?? values);
  }
};
