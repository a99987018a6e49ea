import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { facesOfExperiments, stagesOfExperiments } from './rules.js';

const here = dirname(fileURLToPath(import.meta.url));
const packages = ['errors', 'datasets', 'masks', 'backend', 'runs', 'experiments', 'keras', 'reports', 'cli'];

/** The offending import of each rule: [rule, importing file, import, the file it leads to]. */
const forbidden: readonly (readonly [rule: string, from: string, target: string, to: string])[] = [
  ['arrow-errors', 'packages/errors/src/up.ts', '@dum/cli', 'packages/cli/src/index.ts'],
  ['arrow-datasets', 'packages/datasets/src/up.ts', '@dum/masks', 'packages/masks/src/index.ts'],
  ['arrow-masks', 'packages/masks/src/up.ts', '@dum/datasets', 'packages/datasets/src/index.ts'],
  ['arrow-masks', 'packages/masks/test/up.test.ts', '@dum/experiments', 'packages/experiments/src/index.ts'],
  ['arrow-backend', 'packages/backend/src/up.ts', '@dum/masks', 'packages/masks/src/index.ts'],
  ['arrow-runs', 'packages/runs/src/up.ts', '@dum/experiments', 'packages/experiments/src/index.ts'],
  ['runs-mask-set', 'packages/runs/src/tensors.ts', '@dum/masks', 'packages/masks/src/index.ts'],
  ['arrow-experiments', 'packages/experiments/src/up.ts', '@dum/cli', 'packages/cli/src/index.ts'],
  ['arrow-keras', 'packages/keras/src/up.ts', '@dum/masks', 'packages/masks/src/index.ts'],
  ['arrow-reports', 'packages/reports/src/up.ts', '@dum/experiments', 'packages/experiments/src/index.ts'],
  ['arrow-cli', 'packages/cli/src/up.ts', '@dum-apps/quickstart', 'apps/quickstart/src/index.ts'],
  ['stage-masks-units', 'packages/masks/src/units/up.ts', '../overlap/iou.js', 'packages/masks/src/overlap/iou.ts'],
  ['stage-masks-noise', 'packages/masks/src/noise/up.ts', '../overlap/iou.js', 'packages/masks/src/overlap/iou.ts'],
  ['stage-masks-mask-set', 'packages/masks/src/mask-set/up.ts', '../overlap/iou.js', 'packages/masks/src/overlap/iou.ts'],
  ['stage-masks-overlap', 'packages/masks/src/overlap/up.ts', '../penalties/sum-logits.js', 'packages/masks/src/penalties/sum-logits.ts'],
  ['stage-masks-estimators', 'packages/masks/src/estimators/up.ts', '../layers/unit-mask.js', 'packages/masks/src/layers/unit-mask.ts'],
  ['stage-masks-penalties', 'packages/masks/src/penalties/up.ts', '../layers/unit-mask.js', 'packages/masks/src/layers/unit-mask.ts'],
  ['stage-masks-layers', 'packages/masks/src/layers/up.ts', '../networks/insert-masks.js', 'packages/masks/src/networks/insert-masks.ts'],
  ['stage-masks-kinds', 'packages/masks/src/kinds/up.ts', '../rules/dense.js', 'packages/masks/src/rules/dense.ts'],
  ['stage-masks-rules', 'packages/masks/src/rules/up.ts', '../networks/insert-masks.js', 'packages/masks/src/networks/insert-masks.ts'],
  [
    'stage-masks-networks',
    'packages/masks/src/networks/up.ts',
    '../extraction/certificate.js',
    'packages/masks/src/extraction/certificate.ts',
  ],
  ['stage-masks-extraction', 'packages/masks/src/extraction/up.ts', '../index.js', 'packages/masks/src/index.ts'],
  ...stagesOfExperiments.map(
    (stage, at) =>
      [
        `stage-experiments-${stage}`,
        `packages/experiments/src/${stage}/up.ts`,
        at + 1 < stagesOfExperiments.length ? `../${stagesOfExperiments[at + 1]}/leaf.js` : '../index.js',
        at + 1 < stagesOfExperiments.length
          ? `packages/experiments/src/${stagesOfExperiments[at + 1]}/leaf.ts`
          : 'packages/experiments/src/index.ts',
      ] as const,
  ),
  ...facesOfExperiments.map(
    (stage) =>
      [
        `face-${stage}`,
        `packages/experiments/src/workers/behind-${stage}.ts`,
        `../${stage}/leaf.js`,
        `packages/experiments/src/${stage}/leaf.ts`,
      ] as const,
  ),
  ['no-cycle', 'packages/datasets/src/egg.ts', './hen.js', 'packages/datasets/src/hen.ts'],
  ['private-file', 'packages/cli/src/peek.ts', './commands/_options.js', 'packages/cli/src/commands/_options.ts'],
  ['private-file', 'packages/cli/src/arguments/peek.ts', '../commands/_options.js', 'packages/cli/src/commands/_options.ts'],
  ['by-package-name', 'packages/cli/src/reach.ts', '../../errors/src/index.js', 'packages/errors/src/index.ts'],
  ['no-tensorflow', 'packages/datasets/src/tensor.ts', '@tensorflow/tfjs-core', 'node_modules/@tensorflow/tfjs-core/index.js'],
  ['no-tensorflow', 'packages/masks/src/mask-set/tensor.ts', '../tensors.js', 'node_modules/@tensorflow/tfjs-core/index.js'],
  [
    'no-backend-below-cli',
    'packages/experiments/src/cpu.ts',
    '@tensorflow/tfjs-backend-cpu',
    'node_modules/@tensorflow/tfjs-backend-cpu/index.js',
  ],
  ['no-node-builtin', 'packages/experiments/src/files.ts', 'node:fs', 'fs'],
  ['no-node-builtin', 'packages/experiments/src/paths.ts', 'path', 'path'],
  ['browser-safe-entry', 'packages/backend/src/index.ts', './leak.js', 'packages/backend/src/node/index.ts'],
  ['no-node-only-package', 'packages/backend/src/atomic.ts', 'write-file-atomic', 'node_modules/write-file-atomic/index.js'],
  ['declared', 'packages/cli/src/undeclared.ts', 'undeclared', 'node_modules/undeclared/index.js'],
  ['not-a-dev-dependency', 'packages/cli/src/dev.ts', 'vitest', 'node_modules/vitest/index.js'],
  ['resolves', 'packages/cli/src/nowhere.ts', './nowhere-at-all.js', './nowhere-at-all.js'],
  ['no-test-from-source', 'packages/cli/src/tested.ts', '../test/fixture.js', 'packages/cli/test/fixture.ts'],
  ['no-drawer', 'packages/cli/src/drawer.ts', './helpers/anything.js', 'packages/cli/src/helpers/anything.ts'],
];

/** Imports that no rule may refuse. */
const allowed: readonly (readonly [from: string, target: string])[] = [
  ...stagesOfExperiments
    .slice(1)
    .map((stage, at) => [`packages/experiments/src/${stage}/down.ts`, `../${stagesOfExperiments[at]}/index.js`] as const),
  ...facesOfExperiments.map((stage) => [`packages/experiments/src/${stage}/within.ts`, './leaf.js'] as const),
  ...facesOfExperiments.map((stage) => [`packages/experiments/test/${stage}.test.ts`, `../src/${stage}/leaf.js`] as const),
  ['packages/datasets/src/hen.ts', './egg.js'],
  ['packages/masks/src/layers/unit-mask.ts', '../estimators/gumbel-sigmoid.js'],
  ['packages/masks/src/tensors.ts', '@tensorflow/tfjs-core'],
  ['packages/masks/src/overlap/iou.ts', '../mask-set/mask-set.js'],
  ['packages/masks/test/layers.test.ts', '@dum/masks'],
  ['packages/masks/test/layers.test.ts', 'vitest'],
  ['packages/experiments/src/search/leaf.ts', '@dum/masks'],
  ['packages/experiments/src/store/index.ts', 'node:fs'],
  ['packages/runs/src/node/index.ts', 'node:fs'],
  ['packages/runs/src/masks.ts', '@dum/masks/mask-set'],
  ['packages/experiments/src/search/search-config.ts', '@dum/runs'],
  ['packages/reports/src/inputs.ts', '@dum/runs'],
  ['packages/backend/src/node/index.ts', 'write-file-atomic'],
  ['packages/backend/src/tensorflow.ts', '@tensorflow/tfjs-node'],
  ['packages/backend/src/leak.ts', './node/index.js'],
  ['packages/keras/src/files.ts', 'node:fs'],
  ['packages/cli/src/commands/import.ts', '@dum/keras'],
  ['packages/cli/src/commands/report.ts', '@dum/reports'],
  ['packages/reports/src/page.ts', 'node:crypto'],
  ['packages/cli/src/commands/train.ts', './_options.js'],
  ['packages/cli/src/commands/deep/er/train.ts', '../../_options.js'],
  ['packages/cli/src/commands/train.ts', 'node:process'],
  ['apps/quickstart/src/index.ts', '@dum/cli'],
];

/** Files that are only led to. */
const leaves = [
  ...stagesOfExperiments.flatMap((stage) => ['leaf', 'index'].map((file) => `packages/experiments/src/${stage}/${file}.ts`)),
  ...packages.map((name) => `packages/${name}/src/index.ts`),
  'packages/masks/src/estimators/gumbel-sigmoid.ts',
  'packages/masks/src/penalties/sum-logits.ts',
  'packages/masks/src/rules/dense.ts',
  'packages/masks/src/networks/insert-masks.ts',
  'packages/masks/src/extraction/certificate.ts',
  'packages/masks/src/mask-set/mask-set.ts',
  'packages/masks/src/mask-set/index.ts',
  'packages/cli/src/commands/_options.ts',
  'packages/cli/src/helpers/anything.ts',
  'packages/cli/test/fixture.ts',
];

const npmPackages = {
  '@tensorflow/tfjs-core': 'peerDependencies',
  '@tensorflow/tfjs-backend-cpu': 'dependencies',
  'write-file-atomic': 'dependencies',
  vitest: 'devDependencies',
  undeclared: undefined,
};

interface Refusal {
  readonly rule: string;
  readonly from: string;
  readonly to: string;
}

interface Report {
  readonly summary: {
    readonly violations: readonly { readonly rule: { readonly name: string }; readonly from: string; readonly to: string }[];
  };
}

let workspace = '';
let refused: readonly Refusal[] = [];

const write = (path: string, text: string) => {
  const file = join(workspace, path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
};

const manifest = (name: string) => {
  const fields: Record<string, unknown> = {
    name,
    type: 'module',
    exports: {
      '.': { '@dum/source': './src/index.ts', default: './dist/index.js' },
      './mask-set': { '@dum/source': './src/mask-set/index.ts', default: './dist/mask-set/index.js' },
    },
  };
  for (const [dependency, field] of Object.entries(npmPackages)) {
    if (field !== undefined) fields[field] = { ...(fields[field] as object | undefined), [dependency]: '*' };
  }
  return JSON.stringify({ ...fields, peerDependenciesMeta: { vitest: { optional: true } } });
};

beforeAll(() => {
  workspace = mkdtempSync(join(tmpdir(), 'dum-arrows-'));

  const imports = new Map<string, string[]>(leaves.map((file) => [file, []]));
  for (const [file, target] of [...allowed, ...forbidden.map(([, file, target]) => [file, target] as const)]) {
    imports.set(file, [...(imports.get(file) ?? []), target]);
  }
  imports.set('packages/masks/src/mask-set/tensor.ts', ['../tensors.js']);
  for (const [file, targets] of imports) write(file, [...targets.map((target) => `import '${target}';`), 'export {};\n'].join('\n'));
  for (const name of packages) {
    write(`packages/${name}/package.json`, manifest(`@dum/${name}`));
    mkdirSync(join(workspace, 'node_modules/@dum'), { recursive: true });
    symlinkSync(join(workspace, 'packages', name), join(workspace, 'node_modules/@dum', name));
  }
  write('apps/quickstart/package.json', manifest('@dum-apps/quickstart'));
  mkdirSync(join(workspace, 'node_modules/@dum-apps'));
  symlinkSync(join(workspace, 'apps/quickstart'), join(workspace, 'node_modules/@dum-apps/quickstart'));
  for (const name of Object.keys(npmPackages)) {
    write(`node_modules/${name}/package.json`, JSON.stringify({ name, version: '1.0.0', type: 'module', main: 'index.js' }));
    write(`node_modules/${name}/index.js`, 'export {};\n');
  }
  write('package.json', JSON.stringify({ name: 'arrows', private: true, type: 'module' }));
  write('tsconfig.base.json', JSON.stringify({ compilerOptions: { module: 'NodeNext', moduleResolution: 'NodeNext' } }));

  const depcruise = join(here, '../../node_modules/.bin/depcruise');
  const report = execFileSync(depcruise, ['--config', join(here, 'rules.js'), '--output-type', 'json', 'packages', 'apps'], {
    cwd: workspace,
    encoding: 'utf8',
  });
  refused = (JSON.parse(report) as Report).summary.violations.map(({ rule, from, to }) => ({ rule: rule.name, from, to }));
}, 60_000);

afterAll(() => rmSync(workspace, { recursive: true, force: true }));

it.each(forbidden)('%s refuses that %s imports %s', (rule, from, _target, to) => {
  expect(refused.filter((violation) => violation.from === from)).toContainEqual({ rule, from, to });
});

it('refuses nothing but the imports that break a rule', () => {
  const broken = new Set(forbidden.map(([, file]) => file));
  expect(refused.filter(({ from }) => !broken.has(from))).toEqual([]);
});

it('breaks every rule once', async () => {
  const { default: rules } = await import('./rules.js');
  expect(new Set(forbidden.map(([rule]) => rule))).toEqual(new Set((rules.forbidden ?? []).map(({ name }) => name)));
});
