import { evidenceFile, type ExtractionSummary, extractionsSummary, extractionSummary } from '@dum/runs';
import { describe, expect, it } from 'vitest';

const name = 'summary.json';
const costs = { parameters: 1, bytes: 4, multiplyAdds: 1 };
const units = { before: 3, after: 2, masked: 1, dead: 0, unreachable: 0 };
const retained = [{ layer: 'kept', units: [1], reason: 'last', at: 'kept' }] as const;
const certificate = {
  samples: { random: 8, given: 0 },
  outputs: { largest: 1, difference: 0 },
  units,
  layers: [{ layer: 'kept', ...units }],
  before: costs,
  after: costs,
};
const about = { backend: 'cpu', versions: { kept: '1.0.0' }, seed: 1, source: { fingerprint: 'f'.repeat(64) } };
const extraction = { task: 'kept', network: { fingerprint: 'e'.repeat(64) }, same: true, latency: [] };

describe('an extraction of version 1', () => {
  it('is read, with the units that are retained under their name of today', () => {
    const text = JSON.stringify({
      format: 'dum-extraction',
      version: 1,
      ...about,
      ...extraction,
      certificate: { ...certificate, kept: retained },
    });
    const expected: ExtractionSummary = {
      ...{ format: 'dum-extraction', version: 2, ...about, ...extraction },
      certificate: { ...certificate, retained },
    };
    expect(extractionSummary.read(text, { name })).toEqual(expected);
    expect(extractionSummary.read(JSON.stringify(expected), { name })).toEqual(expected);
  });

  it('of several tasks too', () => {
    const tasks = (key: string) => ['a', 'b'].map((task) => ({ ...extraction, task, certificate: { ...certificate, [key]: retained } }));
    const text = JSON.stringify({ format: 'dum-extractions', version: 1, ...about, tasks: tasks('kept') });
    expect(extractionsSummary.read(text, { name })).toEqual({ format: 'dum-extractions', version: 2, ...about, tasks: tasks('retained') });
  });

  it.each([
    [{ version: 2, certificate: { ...certificate, kept: retained } }, /certificate\.retained is missing; expected a list/],
    [{ version: 1, certificate: [] }, /certificate is a list of 0; expected/],
    [{ version: 1, certificate: { ...certificate, kept: retained, retained } }, /unknown key "kept"/],
    [{ version: 3, certificate }, /is 3, and version 1 or 2 is read here; install the release of dum/],
    [{ version: 0, certificate }, /is 0, and version 1 or 2 is read here; write the file again/],
  ])('is refused in one sentence where it is none: %#', (changes, message) => {
    const text = JSON.stringify({ format: 'dum-extraction', ...about, ...extraction, ...changes });
    expect(() => extractionSummary.read(text, { name })).toThrow(message);
  });
});

it('evidence of version 1 is read, with all units and the recall that is lost under their names of today', () => {
  const metrics = {
    count: 2,
    accuracy: 1,
    balancedAccuracy: 1,
    precision: 1,
    recall: 1,
    f1: 1,
    rocAuc: 1,
    confusion: [
      [1, 0],
      [0, 1],
    ],
  };
  const scored = (accuracy: number) => ({ metrics: { ...metrics, accuracy }, interval: { low: 0.5, high: 1 } });
  const about = {
    ...{ command: 'dum evidence', dataset: 'mnist', split: 'test', samples: 2, seed: 1, draws: 1, searchRepeated: false, backend: 'cpu' },
    ...{ network: { fingerprint: 'f'.repeat(64) }, masks: 'masks.json', masksDigest: 'e'.repeat(64), seconds: 1 },
    ...{ settings: { damage: 1 }, versions: { headOnly: '1' } },
  };
  const named = (all: string, lost: string) => ({
    ...{ task: 'a', found: scored(0.9), [all]: scored(0.8), [lost]: [0.5, -0.25] },
    ...{ random: { drawn: [0.5], mean: 0.5, percentile: 1, p: 0.5 }, complement: scored(0.7), complementSample: scored(0.6), overlaps: [] },
    verdict: { sufficient: true, betterThanChance: false, necessary: true, stable: null, text: '' },
  });
  const text = JSON.stringify({ format: 'dum-evidence', version: 1, ...about, evidence: [named('headOnly', 'damage')] });
  expect(evidenceFile.read(text, { name })).toEqual({
    ...{ format: 'dum-evidence', version: 2, ...about },
    evidence: [named('allUnits', 'recallLost')],
  });
});
