import { type ExtractionSummary, extractionsSummary, extractionSummary } from '@dum/runs';
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
