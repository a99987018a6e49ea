import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openPhotos } from '../src/open-photos.js';
import { superclassOf } from '../src/superclasses.js';

describe('superclassOf', () => {
  it.each([
    ['n02085620_Chihuahua.JPEG', 'dog'],
    ['n02113978_Mexican_hairless.jpg', 'dog'],
    ['n02114367_timber_wolf.jpg', 'other'],
    ['n01514668_cock.jpg', 'bird'],
    ['n02058221_albatross.jpg', 'bird'],
    ['n01644900_tailed_frog.jpg', 'other'],
    ['n04037443_racer.jpg', 'vehicle'],
    ['n04285008_sports_car.jpg', 'vehicle'],
    ['n02123045_tabby.jpg', 'other'],
    ['README.md', undefined],
  ])('of %s is %s', (file, superclass) => {
    expect(superclassOf(file)).toBe(superclass);
  });
});

describe('openPhotos', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'photos-'));
    await writeFile(join(folder, 'README.md'), 'photos');
    const classes = { dog: 2_085_620, bird: 1_514_668, vehicle: 4_037_443, other: 1_644_900 };
    const grey = { dog: 40, bird: 80, vehicle: 120, other: 160 };
    for (const [name, number] of Object.entries(classes)) {
      for (let photo = 0; photo < 8; photo++) {
        const value = grey[name as keyof typeof grey] + photo;
        const background = { r: value, g: value, b: value };
        await sharp({ create: { width: 30, height: 20, channels: 3, background } })
          .png()
          .toFile(join(folder, `n0${number}_${photo}.png`));
      }
    }
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  it('reads each photo once, as squares, with the superclass of its number', async () => {
    const { data, test, tasks } = await openPhotos(folder, { side: 4, train: 100, validation: 8, test: 8, seed: 1 });
    expect(tasks.map(({ name }) => name)).toEqual(['dog', 'bird', 'vehicle']);
    const greys: number[] = [];
    for (const { y, source, count } of [data.train, data.validation, test]) {
      const values = (await source.rows([...y.keys()])) as Float32Array;
      expect(values).toHaveLength(count * 48);
      y.forEach((label, at) => {
        const grey = Math.round(255 * values[at * 48]!);
        expect(['bird', 'dog', 'vehicle', 'other'][label]).toBe(['dog', 'bird', 'vehicle', 'other'][Math.floor((grey - 40) / 40)]);
        greys.push(grey);
      });
    }
    expect(new Set(greys).size).toBe(32);
  });

  it('says how to get photos where there are none', async () => {
    await expect(openPhotos(tmpdir(), { side: 4, train: 1, validation: 1, test: 1, seed: 1 })).rejects.toThrow(
      /apps\/image-network\/README\.md says how/,
    );
    await expect(openPhotos(join(folder, 'none'), { side: 4, train: 1, validation: 1, test: 1, seed: 1 })).rejects.toThrow(
      /openPhotos: .*none/,
    );
  });
});
