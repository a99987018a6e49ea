import { mkdir, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { parseArgs } from 'node:util';
import { planted } from './planted.js';
import { plantedTable } from './table.js';

const { values } = parseArgs({
  options: {
    plants: { type: 'string', default: '24' },
    others: { type: 'string', default: '8' },
    first: { type: 'string', default: '101' },
    out: { type: 'string', default: 'runs/planted.json' },
  },
});
const [count, others, first] = [values.plants, values.others, values.first].map((text, at) => {
  const value = Number(text);
  if (Number.isSafeInteger(value) && value >= 1 - Number(at === 1)) return value;
  throw new RangeError(`planted: "${text}" came; expected a whole number, such as --plants 24 --others 8 --first 101`);
}) as [number, number, number];

const seeds = Array.from({ length: count }, (_, at) => first + at);
const rows = await planted({ seeds, others, log: (line) => console.log(line) });
await mkdir(dirname(values.out), { recursive: true });
await writeFile(values.out, `${JSON.stringify({ seeds, others, rows }, undefined, 2)}\n`);
console.log(`\n${plantedTable(rows)}\n\nThe figures are in ${values.out}.`);
