import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { contactSheet } from '../src/contact-sheet.js';
import type { StrongChannel, StrongPicture } from '../src/strongest-pictures.js';

const tile = 72;

/** A white picture whose channel responds in the left half alone. */
const picture = (isYes: boolean): StrongPicture => ({
  pixels: new Float32Array(3 * 16 * 16).fill(1),
  response: Float32Array.from({ length: 36 }, (_, at) => (at % 6 < 3 ? 2 : -1)),
  height: 6,
  width: 6,
  isYes,
});

const channel: StrongChannel = {
  ...{ task: 'dog', layer: 'leaky', channel: 5, effect: 0.25, speaksFor: true },
  pictures: [picture(true), picture(false)],
};

describe('contactSheet', () => {
  it('has a row for each channel, bright where it responds, with frames around yes', async () => {
    const { data, info } = await sharp(await contactSheet([channel, channel]))
      .raw()
      .toBuffer({ resolveWithObject: true });
    const left = info.width - 2 * (tile + 4);
    const pixel = (x: number, y: number) => [0, 1, 2].map((colour) => data[(y * info.width + x) * 3 + colour]!);
    expect(info.height).toBe(2 * (tile + 4) + 4);
    for (const row of [0, 1]) {
      const middle = 4 + row * (tile + 4) + tile / 2;
      for (const column of [0, 1]) {
        const start = left + column * (tile + 4);
        expect(Math.min(...pixel(start + 12, middle))).toBeGreaterThan(245);
        expect(Math.max(...pixel(start + tile - 12, middle))).toBeLessThan(0.35 * 255 + 8);
      }
      const [red, , blue] = pixel(left - 1, middle);
      expect(red! - blue!).toBeGreaterThan(60);
      const [other, , same] = pixel(left + tile + 4 + tile + 1, middle);
      expect(Math.abs(other! - same!)).toBeLessThan(30);
    }
  });
});
