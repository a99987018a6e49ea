import { refuse } from './refuse.js';

/** Records one reason why a layer cannot be imported or exported. */
export type Report = (problem: string) => void;

/** All reasons why a network cannot be imported or exported, collected for one message. */
export interface Problems {
  /** Records the problems of one layer. */
  readonly of: (layer: string, className: string) => Report;
  /** Refuses the network if there is any problem; `supported` ends the message. */
  readonly refuseAny: (supported: string) => void;
}

const mostListed = 20;

/** An empty collection of problems. */
export const collectProblems = (outcome: 'imported' | 'exported'): Problems => {
  const problems = new Set<string>();
  return {
    of: (layer, className) => (problem) => void problems.add(`"${layer}" (${className}): ${problem}`),
    refuseAny: (supported) => {
      if (problems.size === 0) return;
      const more = problems.size > mostListed ? `; and ${problems.size - mostListed} more` : '';
      refuse(`cannot be ${outcome}. ${[...problems].slice(0, mostListed).join('; ')}${more}. ${supported}`);
    },
  };
};
