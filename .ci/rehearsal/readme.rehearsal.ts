import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, inject, it } from 'vitest';
import { newConsumer } from './consumer.js';
import { importedPackages, readmePrograms, showsTruly } from './readme-programs.js';
import { pinned } from './versions.js';

const readme = join(inject('repository'), 'README.md');
const programs = existsSync(readme) ? readmePrograms(readFileSync(readme, 'utf8')) : [];

describe.skipIf(!existsSync(readme))("the README's programs", () => {
  it('are all marked to be run', () => {
    expect(programs.filter(({ marked }) => !marked).map(({ line }) => `line ${line}`)).toEqual([]);
  });

  it.each(programs)(
    'type-check, run and print what is shown: line $line',
    { timeout: 600_000 },
    async ({ line, text, companions, prints }) => {
      const consumer = newConsumer(`readme-${line}`);
      const packages = [...new Set([...importedPackages(text), ...companions])];
      await consumer.install(...packages.map((name) => (name.startsWith('@dum/') ? name : pinned(name))));
      consumer.write('program.ts', text);
      await consumer.compile('bundler', 'program.ts', '--noEmit');
      await consumer.compile('nodenext', 'program.ts');
      const printed = await consumer.run(process.execPath, 'program.js');
      expect(showsTruly(prints, printed), `it printed\n${printed}`).toBe(true);
    },
  );
});
