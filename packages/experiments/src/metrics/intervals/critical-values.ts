// eslint-disable-next-line @typescript-eslint/triple-slash-reference -- jStat has no types, and other packages compile this file without this folder
/// <reference path="./jstat.d.ts" />
import jStat from 'jstat';

/** z such that a standard normal variable lies within ±z with a probability of `confidence`: 1.96 for .95. */
export const normalCriticalValue = (confidence: number): number => jStat.normal.inv((1 + confidence) / 2, 0, 1);

/** Student's t such that a variable with these degrees of freedom lies within ±t with a probability of `confidence`: 2.78 for .95 and 4. */
export const studentCriticalValue = (confidence: number, degreesOfFreedom: number): number =>
  // beyond a million, jStat loses digits and t differs from z by a millionth
  jStat.studentt.inv((1 + confidence) / 2, Math.min(degreesOfFreedom, 1e6));
