import { afterAll, expect, it } from 'vitest';
import type { Held, Learned } from './_contract.js';
import { describeBackend, type Runner, shaders } from './_describe-backend.js';
import { openPage } from './_open-page.js';

const page = await openPage();
afterAll(() => page.close());

const inPage = (name: 'webgl' | 'webgpu'): Required<Runner> => ({
  learn: () => page.evaluate<Record<string, Learned>>(`contract.use('${name}').then(contract.learn)`),
  hold: () => page.evaluate<Record<string, Held>>(`contract.use('${name}').then(contract.hold)`),
});

describeBackend('webgl', inPage('webgl'), shaders);

it('complains of nothing', () => {
  expect(page.complaints).toEqual([]);
});

const refusal = await page.evaluate<string | undefined>("contract.use('webgpu').then(() => undefined, String)");
if (refusal === undefined) describeBackend('webgpu', { learn: inPage('webgpu').learn }, shaders);
else console.log(`webgpu: not run (${refusal})`);
