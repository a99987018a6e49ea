import type { LayersModel } from '@tensorflow/tfjs-layers';
import { requireModel } from '@dum/masks';
import { type NetworkInput, networkInputFromMetadata, networkInputToMetadata } from '@dum/runs';

/** Writes a description of a network's input into its metadata, which `save` keeps. */
export const describeInput = (network: LayersModel, input: NetworkInput): void => {
  requireModel('describeInput', network);
  const dumInput = networkInputToMetadata(input, { name: 'describeInput' });
  network.setUserDefinedMetadata({ ...network.getUserDefinedMetadata(), dumInput: JSON.parse(JSON.stringify(dumInput)) as object });
};

/**
 * Reads the description of a network's input; undefined if it has none, as networks trained elsewhere. Throws `bad-input` for a damaged
 * one.
 */
export const inputOf = (network: LayersModel): NetworkInput | undefined => {
  requireModel('inputOf', network);
  const found = (network.getUserDefinedMetadata() as { dumInput?: unknown } | undefined)?.dumInput;
  if (found === undefined) return undefined;
  return networkInputFromMetadata(found, { name: `inputOf: the metadata of "${network.name}"` });
};
