import type { ImagePasses } from '../../../masked/images/image-passes.js';
import { readOutBackward } from '../../../read-outs/index.js';
import { type HostPass, ofTask } from '../host/host-pass.js';
import { passProbe } from '../host/pass-probe.js';

/**
 * Passes for a tail of convolutions and other layers on images. Sampled masks are sparse: a dropped channel costs nothing where it is read
 * forward, and only its own gradient backward.
 */
export const createImagePass = ({ features, load, forward, backward }: ImagePasses): HostPass => {
  const all = Uint32Array.from({ length: features }, (_, feature) => feature);
  return (part) => {
    const { batch, x, masks, gradients, labels } = part;
    load(x);
    for (const task of labels.keys()) {
      const rows = forward(masks.map(({ kept }) => kept[task]!));
      const { probe, logits } = passProbe(part, task, rows, all);
      const ofMasks = backward(readOutBackward(probe, all, logits, batch.length));
      for (const [at, ofMask] of ofMasks.entries()) {
        const total = ofTask(gradients.masks[at]!, masks[at]!, task);
        for (let unit = 0; unit < total.length; unit++) total[unit]! += ofMask[unit]!;
      }
    }
  };
};
