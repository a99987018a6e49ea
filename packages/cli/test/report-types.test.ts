import { expectTypeOf, it } from 'vitest';
import type { Evidence, FrontierComparison, FrontierRow, SubnetworkResponses, TrainingRecord } from '@dum/experiments';
import type { EvidenceFile, FrontierFile, ResponsesFile, RunSummary, TrainingSummary } from '@dum/reports';
import type { FrontierDocument } from '../src/resume/frontier-file.js';
import type { searchHistory } from '../src/files/search-history.js';

/** Judged by the type check of tests: what a report reads is what experiments and commands tell. */
type Item<List> = List extends readonly (infer Each)[] ? Each : never;

it('reads evidence, frontiers, responses and histories as they are told', () => {
  expectTypeOf<Evidence>().toExtend<Item<EvidenceFile['evidence']>>();
  expectTypeOf<FrontierRow>().toExtend<Item<FrontierFile['rows']>>();
  expectTypeOf<FrontierComparison>().toExtend<Item<NonNullable<FrontierFile['comparisons']>>>();
  expectTypeOf<FrontierDocument>().toExtend<FrontierFile>();
  expectTypeOf<SubnetworkResponses>().toExtend<Item<ResponsesFile['responses']>>();
  expectTypeOf<ReturnType<typeof searchHistory>>().toExtend<NonNullable<Item<RunSummary['tasks']>['history']>>();
  expectTypeOf<TrainingRecord>().toExtend<Item<NonNullable<TrainingSummary['history']>>>();
});

it('reads nothing that is not told', () => {
  expectTypeOf<keyof Item<EvidenceFile['evidence']>>().toExtend<keyof Evidence>();
  expectTypeOf<keyof Item<FrontierFile['rows']>>().toExtend<keyof FrontierRow>();
  expectTypeOf<keyof Item<NonNullable<FrontierFile['comparisons']>>>().toExtend<keyof FrontierComparison>();
  expectTypeOf<keyof FrontierFile>().toExtend<keyof FrontierDocument>();
  expectTypeOf<keyof Item<ResponsesFile['responses']>>().toEqualTypeOf<keyof SubnetworkResponses>();
});
