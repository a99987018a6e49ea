import type { KeptInLayer } from './figures/kept-units-figure.js';
import type { SharedUnits } from './figures/overlap-figure.js';
import type { EvidenceInput, FrontierInput, ResponsesInput, SearchInput, TrainingInput } from './inputs.js';

/** The data of a report; sections without data are left out. */
export interface Report {
  readonly title: string;
  readonly summary: SearchInput;
  /** The fingerprint of the network. */
  readonly network: string;
  readonly kept: readonly KeptInLayer[];
  readonly overlaps: readonly SharedUnits[];
  /** How many units the overlaps count, and of how many; the others are constant. */
  readonly counted?: { readonly live: number; readonly total: number };
  readonly training?: TrainingInput;
  readonly evidence?: EvidenceInput;
  readonly frontier?: FrontierInput;
  /** What the units that were kept respond to. */
  readonly responses?: ResponsesInput;
  /** The command that made this report. */
  readonly command: string;
}
