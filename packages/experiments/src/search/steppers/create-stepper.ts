import type { DroppedConstants } from '@dum/masks/mask-set';
import { readChain } from '../../masked/dense/read-chain.js';
import { createImagePasses } from '../../masked/images/image-passes.js';
import { readImageTail } from '../../masked/images/read-image-tail.js';
import type { MaskedBody } from '../../masked/masked-body.js';
import type { DiscoverySettings } from '../options.js';
import type { SearchReadOuts } from '../search-read-outs.js';
import type { SearchTask } from '../search-task.js';
import { createChainPass } from './chain/create-chain-pass.js';
import { createGeneralStepper } from './general-stepper.js';
import type { HostPass } from './host/host-pass.js';
import { canStepOnHost, createHostStepper } from './host/host-stepper.js';
import { createImagePass } from './images/create-image-pass.js';
import type { MaskStepper } from './mask-stepper.js';

/** The stepper on the host where it computes the same, otherwise the general one. */
export const createStepper = async (
  body: MaskedBody,
  searchReadOuts: SearchReadOuts,
  tasks: readonly SearchTask[],
  settings: DiscoverySettings,
  means?: DroppedConstants,
): Promise<MaskStepper> => {
  const pass = canStepOnHost(settings) ? await createHostPass(body, settings) : undefined;
  return pass === undefined
    ? createGeneralStepper(body, searchReadOuts, tasks, settings, means)
    : createHostStepper(pass, body, searchReadOuts.probes!, tasks, settings);
};

const createHostPass = async (body: MaskedBody, { batchSize, samples }: DiscoverySettings): Promise<HostPass | undefined> => {
  const chain = await readChain(body);
  if (chain !== undefined) return createChainPass(chain);
  const tail = readImageTail(body);
  const passes = tail && (await createImagePasses(tail, { samples: Math.ceil(batchSize / samples), gradients: true }));
  return passes && createImagePass(passes);
};
