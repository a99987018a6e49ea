import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { runDum } from './_run-dum.js';

const alpha = (text: string) =>
  runDum('discover', '--network', '/nowhere', '--dataset', 'mnist', '--out', '/nowhere', '--alpha', text, '--epochs', 'end');

describe('numbers', () => {
  it('are read whole: every finite number of at least 0 as JavaScript prints it', async () => {
    const numbers = fc.oneof(
      fc.double({ min: 0, noNaN: true, noDefaultInfinity: true }),
      fc.nat(),
      fc.constantFrom(0, 1e-3, 5e-324, 1.7e308),
    );
    await fc.assert(
      fc.asyncProperty(numbers, async (number) => {
        expect((await alpha(String(number))).stderr).toContain('--epochs is "end"');
      }),
    );
  });

  it('are refused with the text when there is anything else in it', async () => {
    const texts = fc.oneof(
      fc.string().filter((text) => (Number.isNaN(Number(text)) || text.trim() === '') && !text.includes('=')),
      fc
        .tuple(fc.double({ min: 0, noNaN: true, noDefaultInfinity: true }), fc.constantFrom('abc', ' ', 'e', ',5', 'n', '_0'))
        .map((parts) => parts.join('')),
      fc.constantFrom('0x10', '0b1', 'Infinity', '-1', '1e999', '--epochs'),
    );
    await fc.assert(
      fc.asyncProperty(texts, async (text) => {
        const { code, stderr } = await alpha(text);
        expect(code).toBe(2);
        expect(stderr).toContain(
          `dum discover: --alpha is ${JSON.stringify(text)}; expected a finite number of at least 0`.replaceAll(/\s*\n\s*/g, ' '),
        );
      }),
    );
  });
});
