// Draws docs/figures/performance-*.svg from a results file: `node bench/draw-plots.js [FILE]`; `pnpm bench` does it at its end.
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { parse, View } from 'vega';
import { compile } from 'vega-lite';
import { median } from './figures.js';

const titles = { tasks: 'tasks, in one pass', width: 'units of the first hidden layer', samples: 'training samples' };

/** One value a backend and size: the median over rounds. */
const points = (runs, plot) => {
  const ofPlot = runs.filter((run) => run.plot === plot);
  return [...new Set(ofPlot.map(({ name }) => name))].map((name) => {
    const same = ofPlot.filter((run) => run.name === name);
    const of = (key) => median(same.map((run) => run[key]));
    return { at: same[0].at, backend: same[0].backend, seconds: of('seconds'), memory: of('peakMemoryMB') };
  });
};

const panel = (values, x, y, type) => ({
  width: 200,
  height: 170,
  data: { values },
  mark: { type: 'line', point: { size: 25 } },
  encoding: {
    x: { field: 'at', type: 'quantitative', scale: { type }, axis: { title: x, tickCount: 5, grid: false } },
    y: { field: y.field, type: 'quantitative', scale: { zero: true }, axis: { title: y.title, tickCount: 5 } },
    color: { field: 'backend', type: 'nominal', legend: { title: 'backend' } },
  },
});

const toSvg = async (hconcat) => {
  const spec = { background: 'white', hconcat, config: { font: 'system-ui, sans-serif', view: { stroke: '#ddd' } } };
  return `${await new View(parse(compile(spec).spec), { renderer: 'none' }).toSVG()}\n`;
};

/** Writes one picture a measure, with a panel for each thing that was varied; nothing when nothing was. */
export const drawPlots = async (runs, folder) => {
  const varied = Object.keys(titles).filter((plot) => runs.some((run) => run.plot === plot));
  if (varied.length === 0) return;
  await mkdir(folder, { recursive: true });
  for (const y of [
    { field: 'seconds', title: 'seconds', file: 'performance-time.svg' },
    { field: 'memory', title: 'peak memory, MB', file: 'performance-memory.svg' },
  ]) {
    const panels = varied.map((plot) => panel(points(runs, plot), titles[plot], y, plot === 'samples' ? 'linear' : 'log'));
    await writeFile(new URL(y.file, folder), await toSvg(panels));
  }
};

if (import.meta.filename === process.argv[1]) {
  const file = process.argv[2] ?? new URL('results.json', import.meta.url);
  await drawPlots(JSON.parse(await readFile(file, 'utf8')).runs, new URL('../docs/figures/', import.meta.url));
}
