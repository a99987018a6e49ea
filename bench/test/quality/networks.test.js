import { describe, expect, it } from 'vitest';
import { LeftOut } from '../../quality/left-out.js';
import { openers } from '../../quality/networks/openers.js';

describe('cases of files that are not given', () => {
  it.each([
    ['cifar-10', { file: 'resnet8', files: {} }, 'give its Keras file with --resnet8 FILE'],
    ['darknet', { files: { darknet: 'somewhere' } }, 'one of photos of ImageNet with --photos FOLDER'],
    ['cifar-10', { file: 'resnet8', samples: 10, validation: 5, tested: 5, files: { resnet8: 'a.h5', 'cifar-10': 'nowhere' } }, 'CIFAR-10'],
  ])('%s %j are left out', async (name, given, reason) => {
    await expect(openers[name](given)).rejects.toThrow(reason);
    await expect(openers[name](given)).rejects.toBeInstanceOf(LeftOut);
  });
});
