import { refuse } from './refuse.js';

/** Tells of one thing in a layer that keeps it from being imported or exported. */
export type Report = (problem: string) => void;

/** Everything that keeps a network from being imported or exported, told at once. */
export interface Problems {
  /** What a layer's problems are told to. */
  readonly of: (layer: string, className: string) => Report;
  /** Refuses the network when there was any problem; `supported` ends the sentence. */
  readonly refuseAny: (supported: string) => void;
}

const mostTold = 20;

/** Starts without a problem. */
export const collectProblems = (outcome: 'imported' | 'exported'): Problems => {
  const told = new Set<string>();
  return {
    of: (layer, className) => (problem) => void told.add(`"${layer}" (${className}): ${problem}`),
    refuseAny: (supported) => {
      if (told.size === 0) return;
      const more = told.size > mostTold ? `; and ${told.size - mostTold} more` : '';
      refuse(`cannot be ${outcome}. ${[...told].slice(0, mostTold).join('; ')}${more}. ${supported}`);
    },
  };
};
