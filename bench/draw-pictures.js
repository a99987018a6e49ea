import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';

/** The name of the class with this number. */
export const nameOf = (label) => `c${String(label).padStart(4, '0')}`;

/** Which of ten hues a class has. */
export const hueOf = (label) => label % 10;

/** A wave of the class's hue, direction and length, from a place of its own, as bytes `[size, size, 3]`. */
const wave = (label, picture, size) => {
  const [hue, direction, length] = [hueOf(label), Math.floor(label / 10) % 10, Math.floor(label / 100)];
  const angle = (direction * Math.PI) / 10;
  const steps = (2 * Math.PI * (length + 2)) / size;
  const [across, down] = [Math.cos(angle) * steps, Math.sin(angle) * steps];
  const tint = [0, 1, 2].map((channel) => 0.5 + 0.5 * Math.cos(2 * Math.PI * (hue / 10 + channel / 3)));
  const pixels = new Uint8Array(size * size * 3);
  for (let row = 0; row < size; row++) {
    for (let column = 0; column < size; column++) {
      const shade = 0.5 + 0.5 * Math.sin(across * column + down * row + picture);
      for (let channel = 0; channel < 3; channel++) {
        const noise = ((row * 31 + column * 17 + channel * 7 + picture * 13) % 29) - 14;
        pixels[(row * size + column) * 3 + channel] = Math.min(255, Math.max(0, 220 * shade * tint[channel] + 20 + noise));
      }
    }
  }
  return pixels;
};

/** Draws pictures into a folder for each class: JPEGs and PNGs in turn. */
export const drawPictures = async (folder, { classes, pictures, size }) => {
  for (let label = 0; label < classes; label++) {
    const place = join(folder, nameOf(label));
    await mkdir(place, { recursive: true });
    await Promise.all(
      Array.from({ length: pictures }, (_, picture) =>
        sharp(wave(label, picture, size), { raw: { width: size, height: size, channels: 3 } }).toFile(
          join(place, `${String(picture).padStart(4, '0')}.${picture % 2 === 0 ? 'jpg' : 'png'}`),
        ),
      ),
    );
  }
};
