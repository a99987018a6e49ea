import {
  createMaskSet,
  maskSetFromJson,
  maskSetToJson,
  subnetworksFromJson,
  subnetworksToJson,
  type Subnetwork,
} from '@dum/masks/mask-set';
import { describe, expect, it } from 'vitest';
import { network } from './arbitrary-masks.js';
import { documentIn, sealText } from './sealed-text.js';

const name = 'masks.json';

const masks = createMaskSet(network, [
  { layer: 'conv', places: ['conv', 'sum'], granularity: 'element', shape: [1, 2, 2], kept: [0, 1, 1, 0] },
  { layer: 'dense', granularity: 'channel', shape: [5], kept: [0, 1, 0, 0, 1] },
]);

const zero: Subnetwork = {
  task: 'zero',
  status: 'found',
  masks,
  readOut: { kind: 'new-head', classNames: ['rest', 'zero'], kernel: Float32Array.of(0.5, -0, 1, 2), bias: Float32Array.of(-1.5, 2) },
  alpha: 0.001,
  seed: 7,
  estimator: 'gumbelSigmoid',
  penalty: '0.001·Σσ(l)',
  classOf: [1, 0, 65_535],
};
const own: Subnetwork = { ...zero, task: 'own', readOut: { kind: 'original-head', classNames: ['rest', 'own'] } };
const priced: Subnetwork = { ...zero, task: 'priced', alpha: { conv: 0.001, dense: 0 } };

/** Files just as releases before version 5 wrote them. */
const files: readonly [version: number, text: string, subnetworks: readonly Subnetwork[]][] = [
  [
    1,
    `{"format":"dum-subnetworks","version":1,"network":"0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef","subnetworks":[
{"task":"zero","status":"found","alpha":0.001,"seed":7,"estimator":"gumbelSigmoid","penalty":"0.001·Σσ(l)","classOf":[1,0,255],"layers":[{"layer":"conv","places":["conv","sum"],"shape":[1,2,2],"kept":[1,2]},{"layer":"dense","shape":[5],"kept":[1,4]}],"readOut":{"kind":"new-head","classNames":["rest","zero"],"kernel":[[0.5,-0],[1,2]],"bias":[-1.5,2]}}
],
"checksum":"980e98e116859987bc954c69a178e059ba3a8f5cf2511e82100bbd3f0bc7eccb"}
`,
    [zero],
  ],
  [
    2,
    `{"format":"dum-subnetworks","version":2,"network":"0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef","subnetworks":[
{"task":"zero","status":"found","alpha":0.001,"seed":7,"estimator":"gumbelSigmoid","penalty":"0.001·Σσ(l)","classOf":[1,0,255],"layers":[{"layer":"conv","places":["conv","sum"],"shape":[1,2,2],"kept":[1,2]},{"layer":"dense","shape":[5],"kept":[1,4]}],"readOut":{"kind":"new-head","classNames":["rest","zero"],"kernel":[[0.5,-0],[1,2]],"bias":[-1.5,2]}},
{"task":"own","status":"found","alpha":0.001,"seed":7,"estimator":"gumbelSigmoid","penalty":"0.001·Σσ(l)","classOf":[1,0,255],"layers":[{"layer":"conv","places":["conv","sum"],"shape":[1,2,2],"kept":[1,2]},{"layer":"dense","shape":[5],"kept":[1,4]}],"readOut":{"kind":"original-head","classNames":["rest","own"]}}
],
"checksum":"0d2bd185df41d95c5d98c39c615988105e659b281b631feae05ab7168174596c"}
`,
    [zero, own],
  ],
  [
    3,
    `{"format":"dum-subnetworks","version":3,"network":"0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef","subnetworks":[
{"task":"priced","status":"found","alpha":{"conv":0.001,"dense":0},"seed":7,"estimator":"gumbelSigmoid","penalty":"0.001·Σσ(l)","classOf":[1,0,255],"layers":[{"layer":"conv","places":["conv","sum"],"shape":[1,2,2],"kept":[1,2]},{"layer":"dense","shape":[5],"kept":[1,4]}],"readOut":{"kind":"new-head","classNames":["rest","zero"],"kernel":[[0.5,-0],[1,2]],"bias":[-1.5,2]}}
],
"checksum":"0c1de9720547744fb6de96b415c3ec04e6f7e3ccb7c946471cb35ca62ea3294b"}
`,
    [priced],
  ],
];

describe.each(files)('a file of subnetworks of version %i', (version, text, subnetworks) => {
  it('is read, with 255 for a class in none', () => {
    expect(subnetworksFromJson(text, { name })).toStrictEqual(subnetworks);
  });

  it('is written in the version of today', () => {
    const written = subnetworksToJson(subnetworksFromJson(text, { name }));
    expect(documentIn(written)).toMatchObject({
      version: 5,
      subnetworks: [{ classOf: [1, 0, null] }, ...subnetworks.slice(1).map(() => ({}))],
    });
    expect(subnetworksFromJson(written, { name })).toStrictEqual(subnetworks);
  });

  it('is held to its own format', () => {
    const changed = (edit: (document: Document) => void): string => {
      const document = documentIn(text) as unknown as Document;
      edit(document);
      return sealText(document);
    };
    const read = (edit: (document: Document) => void) => () => subnetworksFromJson(changed(edit), { name });
    expect(read((document) => (document.subnetworks[0].classOf[2] = 254))).toThrow(
      'masks.json: subnetworks[0].classOf[2] is 254; expected a class of the task, from 0 to 1, or 255 for none',
    );
    expect(read((document) => (document.subnetworks[0].classOf[2] = null))).toThrow(
      'masks.json: subnetworks[0].classOf[2] is null; expected a whole number of at least 0',
    );
    expect(read((document) => (document.subnetworks[0].layers[1]!.granularity = 'channel'))).toThrow(
      'masks.json: subnetworks[0].layers[1] has the unknown key "granularity"; expected only keys of the format',
    );
    expect(read((document) => (document.version = 4))).toThrow(
      'masks.json: subnetworks[0].layers[0].granularity is missing; expected "channel", "element" or',
    );
    expect(version).toBeLessThan(4);
  });
});

interface Document {
  version: number;
  subnetworks: [{ classOf: unknown[]; layers: Record<string, unknown>[] }];
}

describe('a file of a mask set of version 1', () => {
  it.each([
    [
      [[4], [3]],
      ['channel', 'channel'],
    ],
    [
      [[2, 2, 1], [3], [5]],
      ['element', 'channel', 'channel'],
    ],
    [
      [[4], [2, 2, 3], [5]],
      ['channel', 'element', 'element'],
    ],
    [
      [[2, 2, 1], [2, 2, 3], [5]],
      ['element', 'element', 'element'],
    ],
  ])('with the shapes %j is of %j', (shapes, granularities) => {
    const layers = shapes.map((shape, index) => ({ layer: `${index}`, shape, kept: [] }));
    const read = maskSetFromJson(sealText({ format: 'dum-mask-set', version: 1, network, layers }), { name });
    expect(read.layers.map(({ granularity }) => granularity)).toEqual(granularities);
  });

  const text = `{"format":"dum-mask-set","version":1,"network":"0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef","layers":[
{"layer":"conv","places":["conv","sum"],"shape":[1,2,2],"kept":[1,2]},
{"layer":"dense","shape":[5],"kept":[1,4]}
],
"checksum":"1cf617114a52377c81f2b5a84840187be31ed1647b959ceab0a19dc7b7fef8bb"}
`;

  it('is read', () => {
    expect(maskSetFromJson(text, { name })).toStrictEqual(masks);
    expect(documentIn(maskSetToJson(maskSetFromJson(text, { name })))).toMatchObject({ version: 2 });
  });
});

const fourth = `{"format":"dum-subnetworks","version":4,"network":"0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef","subnetworks":[
{"task":"zero","status":"found","alpha":0.001,"seed":7,"estimator":"gumbelSigmoid","penalty":"0.001·Σσ(l)","classOf":[1,0,null],"layers":[{"layer":"conv","places":["conv","sum"],"granularity":"element","shape":[1,2,2],"kept":[1,2]},{"layer":"dense","granularity":"channel","shape":[5],"kept":[1,4]}],"readOut":{"kind":"new-head","classNames":["rest","zero"],"kernel":[[0.5,-0],[1,2]],"bias":[-1.5,2]}}
],
"checksum":"46b98c875701cc315f696c7dfe4bd87f1820c9b9d21c9c2e41999ec877035cb8"}
`;

describe('a file of subnetworks of version 4', () => {
  it('is read, and written in the version of today', () => {
    expect(subnetworksFromJson(fourth, { name })).toStrictEqual([zero]);
    expect(documentIn(subnetworksToJson(subnetworksFromJson(fourth, { name })))).toMatchObject({ version: 5 });
  });

  it('has no normalization', () => {
    const document = documentIn(fourth) as unknown as { subnetworks: [Record<string, unknown>] };
    document.subnetworks[0].normalization = { kind: 're-estimated', samples: 1, statistics: [] };
    expect(() => subnetworksFromJson(sealText(document), { name })).toThrow(
      'masks.json: subnetworks[0].normalization is an object; expected none before version 5',
    );
  });
});

it('a file of a later version is refused, whatever it holds', () => {
  const later = (format: string, version: number) => sealText({ format, version, atoms: [] });
  expect(() => subnetworksFromJson(later('dum-subnetworks', 6), { name })).toThrow(
    'masks.json: version 6 of "dum-subnetworks" was written by a newer version of @dum/masks, and this one reads up to version 5; update @dum/masks',
  );
  expect(() => maskSetFromJson(later('dum-mask-set', 3), { name })).toThrow(
    'masks.json: version 3 of "dum-mask-set" was written by a newer version of @dum/masks, and this one reads up to version 2; update @dum/masks',
  );
});
