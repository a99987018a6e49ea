import { DumError, finiteNumber, requireOptions } from '@dum/errors';

/**
 * A teacher: another network, such as the whole one, whose answers a network learns besides the labels.
 *
 * With weight w and temperature T the loss of a sample is (1 − w)·CE(labels) + w·T²·CE(teacher). In the second part, both networks'
 * probabilities are softened to p^(1/T) / Σ p^(1/T); T² preserves the size of its gradient. Hinton et al. 2015 (arXiv 1503.02531).
 */
export interface Teacher {
  /** The teacher's probabilities of each training sample, `[samples, classes]`, from `networkOutputs`. */
  readonly probabilities: Float32Array;
  /** T, above 0; a higher one gives unlikely classes more weight; default 4. */
  readonly temperature?: number;
  /** w, above 0 and at most 1; default .9. */
  readonly weight?: number;
}

/** The softened answers of a teacher, as a step uses them. */
export interface SoftTargets {
  /** Softened, `[samples, classes]`. */
  readonly probabilities: Float32Array;
  readonly temperature: number;
  readonly weight: number;
}

/** Softens the answers of a teacher. Throws `bad-input` if samples or classes don't match, or for a setting out of range. */
export const softTargets = (
  who: string,
  { probabilities, temperature = 4, weight = 0.9 }: Teacher,
  { samples, classes }: { readonly samples: number; readonly classes: number },
): SoftTargets => {
  requireOptions(
    `${who}: of the teacher`,
    { temperature, weight },
    { temperature: finiteNumber({ above: 0 }), weight: finiteNumber({ above: 0, atMost: 1 }) },
  );
  if (probabilities.length !== samples * classes) {
    throw new DumError(
      'bad-input',
      `${who}: the teacher has ${probabilities.length} probabilities; expected ${samples * classes}, one for each of ${classes} classes and ${samples} training samples`,
    );
  }
  const wrong = firstRowThat(isNoDistribution, probabilities, classes);
  if (wrong !== undefined) {
    throw new DumError(
      'bad-input',
      `${who}: the teacher gives [${probabilities.subarray(wrong * classes, (wrong + 1) * classes).join(', ')}] for sample ${wrong}; expected probabilities that add up to 1, as a softmax gives them`,
    );
  }
  const softened = probabilities.map((probability) => probability ** (1 / temperature));
  for (let start = 0; start < softened.length; start += classes) {
    let total = 0;
    for (let at = start; at < start + classes; at++) total += softened[at]!;
    for (let at = start; at < start + classes; at++) softened[at]! /= total;
  }
  return { probabilities: softened, temperature, weight };
};

const firstRowThat = (holds: (row: Float32Array) => boolean, values: Float32Array, width: number): number | undefined => {
  for (let row = 0; row * width < values.length; row++) {
    if (holds(values.subarray(row * width, (row + 1) * width))) return row;
  }
  return undefined;
};

const isNoDistribution = (row: Float32Array): boolean =>
  !(row.every((probability) => probability >= 0) && Math.abs(row.reduce((sum, probability) => sum + probability, 0) - 1) < 1e-3);
