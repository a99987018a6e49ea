import { expectTypeOf, it } from 'vitest';
import type {
  ClassificationMetrics,
  Evidence,
  FrontierComparison,
  FrontierRow,
  SubnetworkResponses,
  TrainingRecord,
} from '@dum/experiments';
import type { Certificate } from '@dum/masks';
import type { ComparedPair } from '@dum/masks/overlap';
import type { EvidenceInput, FrontierInput, ResponsesInput, SearchInput, TrainingInput } from '@dum/reports';
import type {
  AlphaPathSummary,
  Comparison,
  Evaluation,
  EvidenceFile,
  ExtractionSummary,
  FrontierFile,
  ImportSummary,
  NetworkInput,
  ResponsesFile,
  SearchSummary,
  TrainingSummary,
} from '@dum/runs';
import type { searchHistory } from '../src/files/search-history.js';

/** Judged by the type check of tests: files hold what experiments and masks give, and reports take what files hold. */
type Item<List> = List extends readonly (infer Each)[] ? Each : never;

it('writes what experiments and masks give', () => {
  expectTypeOf<Evidence>().toExtend<Item<EvidenceFile['evidence']>>();
  expectTypeOf<FrontierRow>().toExtend<Item<FrontierFile['rows']>>();
  expectTypeOf<FrontierComparison>().toExtend<Item<FrontierFile['comparisons']>>();
  expectTypeOf<SubnetworkResponses>().toExtend<Item<ResponsesFile['responses']>>();
  expectTypeOf<ReturnType<typeof searchHistory>>().toExtend<Item<SearchSummary['tasks']>['history']>();
  expectTypeOf<TrainingRecord>().toExtend<Item<TrainingSummary['history']>>();
  expectTypeOf<Certificate>().toExtend<ExtractionSummary['certificate']>();
  expectTypeOf<ComparedPair>().toExtend<Item<Comparison['pairs']>>();
  expectTypeOf<ClassificationMetrics>().toExtend<Item<NonNullable<Evaluation['tasks']>>['metrics']>();
  expectTypeOf<NetworkInput>().toExtend<NonNullable<ImportSummary['input']>>();
});

it('writes nothing else of them', () => {
  expectTypeOf<keyof Item<EvidenceFile['evidence']>>().toEqualTypeOf<keyof Evidence>();
  expectTypeOf<keyof Item<FrontierFile['rows']>>().toEqualTypeOf<keyof FrontierRow>();
  expectTypeOf<keyof Item<FrontierFile['comparisons']>>().toEqualTypeOf<keyof FrontierComparison>();
  expectTypeOf<keyof Item<ResponsesFile['responses']>>().toEqualTypeOf<keyof SubnetworkResponses>();
  expectTypeOf<keyof ExtractionSummary['certificate']>().toEqualTypeOf<keyof Certificate>();
  expectTypeOf<keyof Item<Comparison['pairs']>>().toEqualTypeOf<keyof ComparedPair>();
});

it('reports on what files hold', () => {
  expectTypeOf<SearchSummary>().toExtend<SearchInput>();
  expectTypeOf<AlphaPathSummary>().toExtend<SearchInput>();
  expectTypeOf<TrainingSummary>().toExtend<TrainingInput>();
  expectTypeOf<EvidenceFile>().toExtend<EvidenceInput>();
  expectTypeOf<FrontierFile>().toExtend<FrontierInput>();
  expectTypeOf<ResponsesFile>().toExtend<ResponsesInput>();
});
