import { readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import * as main from '@dum/datasets';
import * as node from '@dum/datasets/node';
import { expect, it } from 'vitest';

it('exports these names', () => {
  expect(Object.keys(main).sort()).toEqual([
    'balancedClassWeights',
    'cifar10Dataset',
    'createSplit',
    'fashionMnistClassNames',
    'featureNames',
    'glyphs',
    'group',
    'idxDataset',
    'ignoredLabel',
    'inMemory',
    'isParts',
    'npzDataset',
    'oneVsRest',
    'parseCifar10Batch',
    'parseCsv',
    'parseIdx',
    'parseJsonLines',
    'parseNpy',
    'parseNpz',
    'parseParquet',
    'relabel',
    'requireRole',
    'restoreTask',
    'splitTrainValidation',
    'subset',
    'tableDataset',
    'takeFeatures',
    'takeFirst',
    'twoTasks',
  ]);
  expect(Object.keys(node).sort()).toEqual([
    'cifar10Package',
    'datasetNames',
    'imageFolder',
    'isImageFolder',
    'isTable',
    'isTableFile',
    'loadCifar10',
    'loadDataset',
    'loadFashionMnist',
    'loadIdxFolder',
    'loadMnist',
    'loadNpz',
    'loadTable',
    'rebuildCifar10',
    'tableEndings',
  ]);
});

it('needs nothing of Node in its main entry', () => {
  const seen = new Set<string>();
  const imported = new Set<string>();
  const visit = (file: string) => {
    if (seen.has(file)) return;
    seen.add(file);
    const source = readFileSync(file, 'utf8');
    expect(source, file).not.toMatch(/\b(Buffer|process|require|__dirname)\b\s*[.(]/);
    for (const [, from] of source.matchAll(/(?:from|import\()\s*'([^']+)'/g)) {
      if (from!.startsWith('.')) visit(resolve(dirname(file), from!.replace(/\.js$/, '.ts')));
      else imported.add(from!);
    }
  };
  visit(fileURLToPath(new URL('../src/index.ts', import.meta.url)));
  expect(seen.size).toBeGreaterThan(20);
  expect([...imported].sort()).toEqual([
    '@dum/errors',
    '@zip.js/zip.js/lib/zip-core-native.js',
    'csv-parse/browser/esm/sync',
    'hyparquet',
    'hyparquet-compressors',
    'pure-rand/distribution/uniformFloat64',
    'pure-rand/distribution/uniformInt',
    'pure-rand/generator/xoroshiro128plus',
  ]);
});
