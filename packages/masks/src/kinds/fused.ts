import type { Kind } from './kind.js';

/** The kind of what a layer does to its own output, such as the activation of a dense layer; no layer is built for it. */
export const fused = (kind: Kind): Kind => ({ ...kind, rebuild: (_, [x]) => x! });
