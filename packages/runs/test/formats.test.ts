import {
  evidenceFile,
  formatOf,
  importSummary,
  networkInputFromMetadata,
  networkInputToMetadata,
  readOneOf,
  responsesFile,
  trainingSummary,
} from '@dum/runs';
import { describe, expect, it } from 'vitest';

const contents = {
  command: 'dum train --out runs/network',
  backend: 'wasm',
  dataset: 'mnist',
  seed: 1,
  settings: {
    ...{ network: 'mlp:30,10', epochs: 3, batchSize: 64, learningRate: 1e-3, schedule: 'cosine' },
    ...{ range: [0, 1] as const, trainingSamples: 1000, validationSamples: 500 },
  },
  seconds: { network: 1.5 },
  network: { fingerprint: 'f'.repeat(64), validationAccuracy: 0.9 },
  versions: { node: '20.0.0' },
  history: [1, 2, 3].map((epoch) => ({ epoch, loss: 1 / epoch, validationAccuracy: 0.9, validationBalancedAccuracy: 0.89 })),
};
const name = 'summary.json';
const document = trainingSummary.make(contents, { name });
const read = (changed: unknown) => trainingSummary.read(JSON.stringify(changed), { name });

describe('a document', () => {
  it('reads back as it was made, behind its format and version', () => {
    expect(document).toEqual({ format: 'dum-training-summary', version: 1, ...contents });
    expect(Object.keys(document).slice(0, 2)).toEqual(['format', 'version']);
    expect(read(document)).toEqual(document);
  });

  it.each([
    [
      { ...document, version: 2 },
      'the version of "dum-training-summary" is 2, and version 1 is read here; install the release of dum that wrote the file, or a later one',
    ],
    [{ ...document, version: 0 }, 'the version of "dum-training-summary" is 0, and version 1 is read here; write the file again'],
    [{ ...document, format: 'dum-evidence' }, 'the format is "dum-evidence", expected "dum-training-summary"; is this the right file?'],
    [
      contents,
      'the format is missing, expected "dum-training-summary"; it is another file, or was written before files had formats, so write it again',
    ],
    [[], 'the format is missing, expected "dum-training-summary"'],
    [{ ...document, seed: 1.5 }, 'seed is 1.5; expected a whole number'],
    [
      { ...document, network: { ...document.network, fingerprint: 'F' } },
      'network.fingerprint is "F"; expected 64 lower-case hexadecimal digits',
    ],
    [
      { ...document, network: { ...document.network, validationAccuracy: 1.5 } },
      'network.validationAccuracy is 1.5; expected a number from 0 to 1',
    ],
    [{ ...document, history: [{ ...document.history[0], epoch: 0 }] }, 'history[0].epoch is 0; expected a whole number of at least 1'],
    [{ ...document, histroy: [] }, 'the document has the unknown key "histroy"; expected only keys of the format, which has "history"'],
  ])('is refused in one sentence: %#', (changed, message) => {
    expect(() => read(changed)).toThrow(`${name}: ${message}`);
  });

  it('is refused where any member is missing, also when it is made', () => {
    for (const key of Object.keys(contents)) {
      expect(() => read({ ...document, [key]: undefined })).toThrow(`${name}: ${key} is missing; expected`);
      expect(() => trainingSummary.make({ ...contents, [key]: undefined }, { name })).toThrow(`${name}: ${key} is missing; expected`);
    }
  });

  it('is refused where the text is cut short anywhere', () => {
    const text = JSON.stringify(document);
    for (let length = 0; length < text.length; length++)
      expect(() => trainingSummary.read(text.slice(0, length), { name })).toThrow(/this is not JSON, or was cut short/);
  });
});

it('reads whichever of some formats a text is of', () => {
  const text = JSON.stringify(document);
  expect(formatOf(text, { name })).toBe('dum-training-summary');
  expect(formatOf('{}', { name })).toBeUndefined();
  expect(readOneOf([importSummary, trainingSummary], text, { name })).toEqual(document);
  expect(() => readOneOf([importSummary, evidenceFile], text, { name })).toThrow('expected "dum-import-summary"');
});

it('holds lists of responses to the classes and the samples that they are of', () => {
  const unit = {
    unit: 0,
    selectivity: 1,
    meanByClass: [0, null],
    strongest: { samples: [3], meanActivation: 1, meanSample: [0, 1, 0, 1] },
  };
  const responses = [{ task: 'a', classNames: ['rest', 'a'], classOf: [0, 1], layers: [{ layer: 'dense', keptUnits: 1, units: [unit] }] }];
  const good = { split: 'validation', classNames: ['a', 'b'], sampleShape: [2, 2], range: [0, 1] as const, responses };
  expect(responsesFile.make(good, { name }).responses).toEqual(responses);
  expect(() => responsesFile.make({ ...good, sampleShape: [5] }, { name })).toThrow(
    'responses[0].layers[0].units[0].strongest.meanSample is a list of 4; expected a list of 5, one for each value of a sample',
  );
  expect(() => responsesFile.make({ ...good, classNames: ['a'] }, { name })).toThrow(
    'responses[0].classOf is a list of 2; expected a list of 1, one for each class',
  );
});

it('reads what networks take with and without a version', () => {
  const input = { range: [0, 255] as const, shape: [28, 28], classNames: ['a', 'b'] };
  const metadata = networkInputToMetadata(input, { name });
  expect(metadata).toEqual({ version: 1, ...input });
  expect(networkInputFromMetadata(metadata, { name })).toEqual(input);
  expect(networkInputFromMetadata(input, { name })).toEqual(input);
  expect(() => networkInputFromMetadata({ ...input, version: 2 }, { name })).toThrow(`${name}: version is 2; expected 1`);
  expect(() => networkInputFromMetadata({ ...input, shape: [0] }, { name })).toThrow(`${name}: shape[0] is 0; expected`);
});
