/** A setting as a function of progress, from 0 at the first step to 1 behind the last. */
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
