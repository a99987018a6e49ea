// Draws docs/figures/subnetworks.svg from the masks of `dum start`: `node docs/figures/draw-subnetworks.js`.
import { readFileSync, writeFileSync } from 'node:fs';
import { subnetworksFromJson } from '@dum/masks/mask-set';
import { parse, View } from 'vega';
import { compile } from 'vega-lite';

const masks = new URL('../../runs/start/masks.json', import.meta.url);
const subnetworks = subnetworksFromJson(readFileSync(masks, 'utf8'), { name: 'runs/start/masks.json' });
const layers = subnetworks[0].masks.layers.map(({ layer }) => layer);

const values = layers.flatMap((layer, at) => {
  const kept = subnetworks.map(({ masks }) => masks.layers[at].kept);
  const users = Array.from(kept[0], (_, unit) => kept.filter((bits) => bits[unit] === 1).length);
  const order = [...users.keys()].sort((a, b) => users[b] - users[a] || a - b);
  return kept.flatMap((bits, digit) =>
    order.flatMap((unit, place) => (bits[unit] === 1 ? [{ layer, place, digit: subnetworks[digit].task, users: users[unit] }] : [])),
  );
});

const panel = (layer) => ({
  title: { text: layer, anchor: 'start', fontWeight: 'normal' },
  width: subnetworks[0].masks.layers[layers.indexOf(layer)].kept.length * 2.4,
  height: 150,
  data: { values: values.filter((value) => value.layer === layer) },
  mark: { type: 'rect', width: 2 },
  encoding: {
    x: {
      field: 'place',
      type: 'quantitative',
      axis: { title: 'units, those most digits keep first', grid: false, tickCount: 5 },
      scale: { domain: [0, subnetworks[0].masks.layers[layers.indexOf(layer)].kept.length], nice: false },
    },
    y: { field: 'digit', type: 'nominal', axis: layer === layers[0] ? { title: 'digit', domain: false, ticks: false } : null },
    color: {
      field: 'users',
      type: 'quantitative',
      scale: { domain: [1, subnetworks.length], scheme: 'viridis', reverse: true },
      legend: { title: ['digits that', 'keep the unit'], values: [1, 4, 7, 10], gradientLength: 110 },
    },
  },
});

const spec = {
  $schema: 'https://vega.github.io/schema/vega-lite/v6.json',
  background: 'white',
  hconcat: layers.map(panel),
  resolve: { scale: { color: 'shared' }, legend: { color: 'shared' } },
  config: { font: 'system-ui, sans-serif', view: { stroke: '#ddd' } },
};
const view = new View(parse(compile(spec).spec), { renderer: 'none' });
writeFileSync(new URL('subnetworks.svg', import.meta.url), `${await view.toSVG()}\n`);
