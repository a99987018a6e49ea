import * as runs from '@dum/runs';
import * as node from '@dum/runs/node';
import * as testing from '@dum/runs/testing';
import { expect, it } from 'vitest';

it('exports these names', () => {
  expect(Object.keys(runs).sort()).toEqual([
    'alphaPathSummary',
    'canonicalJson',
    'checkSearchConfig',
    'comparison',
    'contentKey',
    'evaluation',
    'evidenceFile',
    'extractionSummary',
    'extractionsSummary',
    'formatOf',
    'frontierFile',
    'importSummary',
    'memoryStore',
    'networkInputFromMetadata',
    'networkInputSchema',
    'networkInputToMetadata',
    'readOneOf',
    'responsesFile',
    'searchConfigSchema',
    'searchSummary',
    'trainingStateFormat',
    'trainingStateHeader',
    'trainingSummary',
  ]);
  expect(Object.keys(node).sort()).toEqual(['openFolderStore']);
  expect(Object.keys(testing).sort()).toEqual(['testStore']);
});
