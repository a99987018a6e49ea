import sharp from 'sharp';
import type { StrongChannel, StrongPicture } from './strongest-pictures.js';

const tile = 72;
const gap = 4;
const captionWidth = 165;
/** The brightness of a picture where its channel does not respond. */
const dimmed = 0.35;

/**
 * One picture with a row for each channel: its caption and its strongest pictures, dimmed where the channel does not respond. Frames are
 * around the pictures that the task's answer is yes for.
 */
export const contactSheet = async (channels: readonly StrongChannel[]): Promise<Buffer> => {
  const columns = Math.max(...channels.map(({ pictures }) => pictures.length));
  const [width, height] = [captionWidth + columns * (tile + gap) + gap, channels.length * (tile + gap) + gap];
  const placed = await Promise.all(
    channels.flatMap(({ pictures }, row) =>
      pictures.map(async (picture, column) => ({
        input: await drawPicture(picture),
        left: captionWidth + gap + column * (tile + gap),
        top: gap + row * (tile + gap),
      })),
    ),
  );
  const captions = channels.map((channel, row) => caption(channel, gap + row * (tile + gap)));
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}">${captions.join('')}</svg>`;
  return sharp({ create: { width, height, channels: 3, background: '#ffffff' } })
    .composite([...placed, { input: Buffer.from(svg), left: 0, top: 0 }])
    .jpeg({ quality: 82 })
    .toBuffer();
};

const caption = ({ task, channel, effect, pictures }: StrongChannel, top: number): string => {
  const yes = pictures.filter(({ isYes }) => isYes).length;
  const lines = [`${task}, channel ${channel}`, `loss +${effect.toFixed(3)} without it`, `${yes} of ${pictures.length}: ${task}`];
  const texts = lines.map(
    (line, at) => `<text x="4" y="${top + 22 + 18 * at}" font-weight="${at === 0 ? 'bold' : 'normal'}">${line}</text>`,
  );
  const frames = pictures.flatMap(({ isYes }, column) =>
    isYes
      ? [
          `<rect x="${captionWidth + gap + column * (tile + gap) - 1.5}" y="${top - 1.5}" width="${tile + 3}" height="${tile + 3}" fill="none" stroke="#d95f02" stroke-width="3"/>`,
        ]
      : [],
  );
  return `<g font-family="sans-serif" font-size="13" fill="#222222">${texts.join('')}</g>${frames.join('')}`;
};

const drawPicture = async ({ pixels, response, height, width }: StrongPicture): Promise<Buffer> => {
  const side = Math.sqrt(pixels.length / 3);
  const greatest = Math.max(...response);
  const map = Uint8Array.from(response, (value) => (greatest > 0 ? Math.max(0, Math.round((255 * value) / greatest)) : 0));
  const [photo, light] = await Promise.all([
    sharp(
      Uint8Array.from(pixels, (value) => Math.round(255 * value)),
      { raw: { width: side, height: side, channels: 3 } },
    )
      .resize(tile, tile)
      .raw()
      .toBuffer(),
    sharp(map, { raw: { width, height, channels: 1 } })
      .resize(tile, tile, { kernel: 'cubic' })
      .extractChannel(0)
      .raw()
      .toBuffer(),
  ]);
  const lit = Uint8Array.from(photo, (value, at) => Math.round(value * (dimmed + ((1 - dimmed) * light[Math.floor(at / 3)]!) / 255)));
  return sharp(lit, { raw: { width: tile, height: tile, channels: 3 } })
    .png()
    .toBuffer();
};
