import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { imageFolder } from '@dum/datasets/node';
import { afterAll, expect, it, vi } from 'vitest';
import { refusal } from './_errors.js';

vi.mock('sharp', () => {
  throw new Error("Cannot find package 'sharp'");
});

const folder = mkdtempSync(join(tmpdir(), 'dum-pictures-'));
afterAll(() => rmSync(folder, { recursive: true }));

it('names what to install where pictures are to be decoded', async () => {
  mkdirSync(join(folder, 'a'));
  for (const file of ['0.png', '1.png']) writeFileSync(join(folder, 'a', file), 'x');
  expect(await refusal(() => imageFolder(folder))).toBe(
    'imageFolder: pictures are decoded by the package "sharp", which can\'t be loaded; install it with: npm install sharp',
  );
});
