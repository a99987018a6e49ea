import type { Kind } from './kind.js';
import { clearSignal } from './clear-signal.js';
import type { LayerParts } from './layer-parts.js';

/** Flatten and reshape: the same elements in another shape. The positions of a removed channel are removed with it. */
export const reshape = ({ layer }: Pick<LayerParts, 'layer'>): Kind => ({
  findConstants: ({ inputs: [input] }) => Promise.resolve({ live: input!.live.slice(), values: input!.values.slice() }),
  spread: ({ name, inputs: [input], output }, demand) => {
    output.demanded.forEach((isDemanded, element) => {
      if (isDemanded === 1) demand.ask(input!, element, output.because[element % output.channels]);
      demand.tie(
        [
          [input!, element % input!.channels],
          [output, element % output.channels],
        ],
        { reason: 'tied', at: name },
      );
    });
  },
  clear: ({ inputs: [input] }, elements, settable) => clearSignal(input!, elements, settable),
  rebuild: ({ output }, [x], builder) => {
    if (layer.getConfig().targetShape === undefined) return builder.plain(layer, [x!]);
    const channels = output.retained.reduce((count, isRetained) => count + isRetained, 0);
    return builder.plain(layer, [x!], { targetShape: [...output.shape.slice(0, -1), channels] });
  },
});
