/** A setting as a function of progress, from 0 at the first step to 1 after the last. */
export type Schedule = (progress: number) => number;

/** Falls from the start to zero along half a cosine: start · ½(1 + cos πp). Loshchilov and Hutter 2017 (arXiv 1608.03983). */
export const cosineDecay =
  (start: number): Schedule =>
  (progress) =>
    (start * (1 + Math.cos(Math.PI * progress))) / 2;

/** Moves from the start to the end by equal factors: start · (end / start)^p. */
export const geometric =
  (start: number, end: number): Schedule =>
  (progress) =>
    start * (end / start) ** progress;

/** The start, a tenth of it from half of the run on, and a hundredth from three quarters on. He et al. 2016 (arXiv 1512.03385). */
const stepDecay =
  (start: number): Schedule =>
  (progress) =>
    start * (progress < 0.5 ? 1 : progress < 0.75 ? 0.1 : 0.01);

/**
 * Rises from a tenth of the start to the start over the first tenth of the run, then falls to zero along half a cosine. Goyal et al. 2017
 * (arXiv 1706.02677).
 */
const warmUp = (start: number): Schedule => {
  const falls = cosineDecay(start);
  return (progress) => (progress < 0.1 ? start * (0.1 + 9 * progress) : falls((progress - 0.1) / 0.9));
};

/** The learning rate schedules by name. */
export const learningRateSchedules: Readonly<Record<ScheduleName, (start: number) => Schedule>> = {
  cosine: cosineDecay,
  constant: (start) => () => start,
  step: stepDecay,
  'warm-up': warmUp,
};

/**
 * A schedule of the learning rate.
 *
 * `cosine` falls to zero along half a cosine; `constant` does not change; `step` is a tenth from half of the run on and a hundredth from
 * three quarters on; `warm-up` rises from a tenth over the first tenth of the run, then falls as `cosine`, for large rates or batches.
 */
export type ScheduleName = 'cosine' | 'constant' | 'step' | 'warm-up';

/** The names of the schedules. */
export const scheduleNames = Object.keys(learningRateSchedules) as ScheduleName[];
