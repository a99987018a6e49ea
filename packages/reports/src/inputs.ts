import type { EvidenceFile, FrontierFile, ResponsesFile, SearchSummary, TrainingSummary } from '@dum/runs';

/** Some members of a document, and others where they are there: the documents that `@dum/runs` reads are such, and so is what their parts were made from. */
export type PartsOf<Document, Needed extends keyof Document, Shown extends keyof Document = never> = Pick<Document, Needed> &
  Partial<Pick<Document, Shown>>;

/** What a report shows of a search: a summary.json, or its parts. */
export type SearchInput = PartsOf<SearchSummary, 'seed' | 'versions' | 'settings' | 'tasks', 'command' | 'backend' | 'dataset' | 'search'>;

/** What a report shows of a training: the summary.json beside a network, or its parts. */
export type TrainingInput = PartsOf<TrainingSummary, never, 'command' | 'settings' | 'history'>;

/** What a report shows of evidence: an evidence.json, or what `gatherEvidence` of `@dum/experiments` gives. */
export type EvidenceInput = PartsOf<EvidenceFile, 'evidence', 'command' | 'dataset' | 'split' | 'samples' | 'seed' | 'classNames'>;

/** What a report shows of a frontier: a frontier.json, or its parts. */
export type FrontierInput = PartsOf<FrontierFile, 'measure' | 'rows', 'command' | 'commands' | 'split' | 'comparisons'>;

/** What units respond to: what `unitResponses` of `@dum/experiments` gives, and what its samples are. */
export type ResponsesInput = Omit<ResponsesFile, 'format' | 'version'>;
