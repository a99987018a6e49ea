import { describe, expect, it } from 'vitest';
import {
  recallLostFigure,
  drawFigure,
  type Figure,
  figuresOf,
  overlapFigure,
  responsesFigures,
  subnetworksFigure,
  toSvg,
} from '@dum/reports';
import { PNG } from 'pngjs';
import { parse } from 'vega';
import { seriesColours } from '../src/drawing/theme.js';
import { hostile, reportOf } from './_report.js';
import { responsesOf } from './_responses.js';

const report = reportOf();
const figures = figuresOf(report);
const named = (name: string) => figures.find((figure) => figure.name === name)!;
const marks = (svg: string, kind: string) =>
  [...svg.matchAll(new RegExp(`<g class="mark-${kind} role-mark[^"]*"[^>]*>(.*?)</g>`, 'gs'))].flatMap(([, inner]) => [
    ...inner!.matchAll(/<(path|text|line|rect)\b/g),
  ]).length;
const unescaped = (text: string) =>
  text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&quot;', '"').replaceAll('&#39;', "'").replaceAll('&amp;', '&');

it('there is a figure for everything that there is data for, and none for what is not there', () => {
  expect(figures.map(({ name }) => name)).toEqual([
    'subnetworks',
    'evidence',
    'frontier',
    'frontier-accuracy',
    'kept-units',
    'responses-1',
    'responses-2',
    'responses-of-0',
    'overlap',
    'recall-lost',
    'search-validation-loss',
    'search-validation-accuracy',
    'search-kept-units',
    'training-loss',
    'training-accuracy',
  ]);
  const { summary, network, title, command } = report;
  const history = { loss: [], validationLoss: [], validationAccuracy: [], keptUnits: [] };
  const tasks = summary.tasks.map(({ name }) => ({ name, status: 'diverged' as const, history }));
  const bare = { summary: { ...summary, tasks }, network, title, command };
  expect(figuresOf({ ...bare, kept: [], overlaps: [] })).toEqual([]);
});

describe.each(figures.flatMap((figure) => (['wide', 'narrow'] as const).map((width) => ({ name: figure.name, width, figure }))))(
  '$name, $width',
  ({ figure, width }) => {
    it('is plain JSON that Vega-Lite and Vega take without a warning', async () => {
      const spec = figure.spec(width);
      expect(JSON.parse(JSON.stringify(spec))).toEqual(spec);
      expect(parse).toBeTypeOf('function');
      expect(await toSvg(spec)).toMatch(/^<svg /);
    });

    it('has a title in words, and a label for screen readers', async () => {
      const svg = await drawFigure(figure, width);
      expect(svg).toMatch(/^<svg [^>]* role="img" aria-label="/);
      expect(unescaped(/aria-label="([^"]*)"/.exec(svg)![1]!)).toBe(`${figure.title}. ${figure.description}`);
      expect(svg).not.toMatch(/role="graphics|<script|<b>/);
      for (const words of figure.title.split(' ').slice(0, 3)) expect(unescaped(svg)).toContain(words);
    });

    it('fits its width', async () => {
      const [, pixels] = /viewBox="0 0 ([\d.]+) /.exec(await toSvg(figure.spec(width)))!;
      expect(Number(pixels)).toBeLessThanOrEqual(width === 'wide' ? 740 : 390);
    });
  },
);

describe('there is a mark for every datum', () => {
  const svg = (figure: Figure) => toSvg(figure.spec('wide'));

  it('a cell for each pair, both ways, and its value written on it', async () => {
    const drawn = await svg(named('overlap'));
    expect(marks(drawn, 'rect')).toBe(2 * report.overlaps.length);
    expect(marks(drawn, 'text')).toBe(2 * report.overlaps.length);
    expect(drawn.match(/>\.10\*?</g)).toHaveLength(6);
    expect(drawn.match(/>\.10\*</g)).toHaveLength(4);
  });

  it('a cell for each task and layer, and for each task and class', async () => {
    expect(marks(await svg(named('kept-units')), 'rect')).toBe(6);
    expect(marks(await svg(named('recall-lost')), 'rect')).toBe(12);
  });

  it('a dot for each figure, a line for each interval', async () => {
    const subnetworks = await svg(named('subnetworks'));
    expect(marks(subnetworks, 'symbol')).toBe(9);
    expect(marks(subnetworks, 'rule')).toBe(1);
    expect(marks(await svg(subnetworksFigure(report.summary)!), 'rule')).toBe(0);
    const evidence = await svg(named('evidence'));
    expect(marks(evidence, 'symbol')).toBe(12);
    expect(marks(evidence, 'rule')).toBe(12);
  });

  it('a point for each mean, an interval for each, a line for each method', async () => {
    const frontier = await svg(named('frontier'));
    expect(marks(frontier, 'symbol')).toBe(9);
    expect(marks(frontier, 'rule')).toBe(9);
    expect(marks(frontier, 'line')).toBe(3);
    expect(marks(frontier, 'area')).toBe(3);
  });

  it('a point for each epoch, but for losses that were not finite', async () => {
    expect(marks(await svg(named('search-kept-units')), 'symbol')).toBe(6);
    expect(marks(await svg(named('search-validation-loss')), 'symbol')).toBe(3);
    expect(marks(await svg(named('training-accuracy')), 'symbol')).toBe(6);
  });

  it('a picture for each unit that is not constant, a bar for each class of each unit', async () => {
    const responses = await svg(named('responses-of-0'));
    const units = 3 + 12;
    expect(responses.match(/<image [^>]*href="data:image\/png;base64,/g)).toHaveLength(units - 1);
    expect(marks(responses, 'rect')).toBe(4 * units + 1);
    expect(marks(responses, 'rule')).toBe(units);
    expect(marks(responses, 'text')).toBe(units + 2);
    const flat = await svg(responsesFigures(responsesOf(['a', 'b'], [16]))[0]!);
    expect(flat).not.toContain('<image');
    expect(marks(flat, 'rect')).toBe(3 * units);
  });

  it('a thin line for each of more tasks than there are colours, and their mean', async () => {
    const many = figuresOf(reportOf(Array.from({ length: 10 }, (_, digit) => `${digit}`)));
    const drawn = await svg(many.find(({ name }) => name === 'search-kept-units')!);
    expect(marks(drawn, 'line')).toBe(11);
    expect(drawn).toContain(`stroke="${seriesColours[0]}"`);
  });
});

describe('the picture of a unit', () => {
  const picturesOf = (spec: unknown): Buffer[] =>
    [...JSON.stringify(spec).matchAll(/"picture":"data:image\/png;base64,([^"]*)"/g)].map(([, data]) => Buffer.from(data!, 'base64'));

  it.each([
    { sampleShape: [2, 3], channels: 1 },
    { sampleShape: [2, 3, 1], channels: 1 },
    { sampleShape: [2, 3, 3], channels: 3 },
  ])('is the mean sample of shape $sampleShape, from black to white over the range of the data', ({ sampleShape, channels }) => {
    const file = responsesOf(['a', 'b'], sampleShape);
    const values = Array.from({ length: 6 * channels }, (_, at) => -1 + (2 * at) / (6 * channels - 1));
    const [first] = file.responses;
    const [layer] = first!.layers;
    const unit = { ...layer!.units[0]!, strongest: { ...layer!.units[0]!.strongest!, meanSample: values } };
    const [figure] = responsesFigures({ ...file, range: [-1, 1], responses: [{ ...first!, layers: [{ ...layer!, units: [unit] }] }] });
    const [data, ...more] = picturesOf(figure!.spec('wide'));
    expect(more).toEqual([]);
    expect(data![25]).toBe(channels === 1 ? 0 : 2);
    const png = PNG.sync.read(data!);
    expect([png.width, png.height]).toEqual([3, 2]);
    const bytes = values.map((value) => Math.round((255 * (value + 1)) / 2));
    expect([...png.data]).toEqual(
      Array.from({ length: 6 }, (_, pixel) =>
        channels === 1 ? [bytes[pixel], bytes[pixel], bytes[pixel], 255] : [...bytes.slice(3 * pixel, 3 * pixel + 3), 255],
      ).flat(),
    );
  });

  it('is none where samples are no pictures, and units without any have no figure', () => {
    for (const shape of [[12], [2, 3, 2], [2, 2, 3, 1]])
      expect(picturesOf(responsesFigures(responsesOf(['a', 'b'], shape))[0]!.spec('wide'))).toEqual([]);
    const { responses, ...file } = responsesOf(['a', 'b']);
    expect(responsesFigures({ ...file, responses: responses.map((each) => ({ ...each, layers: [] })) })).toEqual([]);
  });
});

describe('titles state what is seen', () => {
  it('counts units by the classes that activate them most', () => {
    expect(named('responses-of-0').title).toBe('Of 15 units shown, 2 respond most to 0, 12 to others');
    const { responses, ...file } = responsesOf(['a', 'b']);
    const [first] = responsesFigures({
      ...file,
      responses: responses.map((each) => ({ ...each, classNames: ['first', 'second'], classOf: [0, 1, 255] })),
    });
    expect(first!.title).toBe('Of 15 units shown, 2 respond most to first, 12 to second');
    expect(JSON.stringify(first!.spec('wide'))).toContain('"domain":["first","second","classes outside the task"]');
  });

  it('names files of tasks by what any disk takes', () => {
    expect(responsesFigures(responsesOf(['CON', 'round', ...hostile])).map(({ name }) => name)).toEqual([
      'responses-1',
      'responses-of-round',
      'responses-3',
      'responses-4',
      'responses-of-0',
    ]);
  });

  it('counts pairs that share more than chance gives', () => {
    expect(named('overlap').title).toBe('2 of 3 pairs of tasks share more units than chance gives');
    const [first] = report.overlaps;
    const chance = { ...first!, adjusted: { holm: { twoSided: 1 } } };
    expect(overlapFigure([chance]).title).toBe('None of 1 pair of tasks shares more or fewer units than chance gives');
    const fewer = { ...first!, corrected: { iou: -0.1 } };
    expect(overlapFigure([fewer]).title).toBe('1 of 1 pair of tasks share fewer units than chance gives');
  });

  it('means the recall of own and of other classes apart', () => {
    expect(named('recall-lost').title).toBe('Without its own units a class loses 60 points of recall on average, other classes 1');
    expect(recallLostFigure({ evidence: report.evidence!.evidence.map(({ recallLost: _, ...each }) => each) })).toBeUndefined();
  });
});

it('series can be distinguished on white paper and on dark', () => {
  const luminance = (colour: string) => {
    const [r, g, b] = [1, 3, 5].map((at) => {
      const share = Number.parseInt(colour.slice(at, at + 2), 16) / 255;
      return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * r! + 0.7152 * g! + 0.0722 * b!;
  };
  const contrast = (first: string, second: string) => {
    const [dark, light] = [luminance(first), luminance(second)].sort((a, b) => a - b);
    return (light! + 0.05) / (dark! + 0.05);
  };
  for (const colour of seriesColours)
    for (const paper of ['#ffffff', '#14171c']) expect(contrast(colour, paper), `${colour} on ${paper}`).toBeGreaterThanOrEqual(3);
});
