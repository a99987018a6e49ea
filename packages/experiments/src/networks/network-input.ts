import type { LayersModel } from '@tensorflow/tfjs-layers';
import { type NetworkInput, networkInputFromMetadata, networkInputToMetadata } from '@dum/runs';

/** Writes what a network takes into its metadata, which `save` keeps. */
export const describeInput = (network: LayersModel, input: NetworkInput): void => {
  const dumInput = networkInputToMetadata(input, { name: 'describeInput' });
  network.setUserDefinedMetadata({ ...network.getUserDefinedMetadata(), dumInput: JSON.parse(JSON.stringify(dumInput)) as object });
};

/** What a network says of its input; undefined for one that says nothing, as those trained elsewhere. Throws `bad-input` when that can't be read. */
export const inputOf = (network: LayersModel): NetworkInput | undefined => {
  const found = (network.getUserDefinedMetadata() as { dumInput?: unknown } | undefined)?.dumInput;
  if (found === undefined) return undefined;
  return networkInputFromMetadata(found, { name: `inputOf: the metadata of "${network.name}"` });
};
