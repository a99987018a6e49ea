import type { TensorReference } from './calls.js';
import type { JsonObject } from './json.js';
import type { ConstantWeights, Finish } from './rules/layer-rule.js';

/** A layer as TensorFlow.js reads it; its config is completed once shapes are known. */
export interface ConvertedLayer {
  readonly class_name: string;
  readonly name: string;
  readonly config: JsonObject;
  readonly inbound_nodes: readonly (readonly (readonly [...TensorReference, JsonObject])[])[];
}

/** A Keras layer with the names of the layers it was converted to, or, for a nested network, with its layers. */
export interface Origin {
  /** Its name in the file. */
  readonly keras: string;
  readonly className: string;
  /** Where an archive stores its weights. */
  readonly path: string;
  /** Whether it is not trainable; an `.h5` stores such weights last. */
  readonly frozen: boolean;
  readonly layers: readonly ConvertedStep[];
  readonly network?: readonly Origin[];
}

/** A layer of TensorFlow.js that a Keras layer became, and what is left to do once shapes are known. */
export interface ConvertedStep {
  readonly layer: ConvertedLayer;
  readonly finish?: Finish;
  readonly constants?: ConstantWeights;
}

/** A network as TensorFlow.js reads it. */
export interface ConvertedNetwork {
  readonly config: {
    readonly name: string;
    readonly layers: readonly (ConvertedLayer | ConvertedContainer)[];
    readonly input_layers: readonly TensorReference[];
    readonly output_layers: readonly TensorReference[];
  };
  readonly origins: readonly Origin[];
}

/** A network within a network. */
export type ConvertedContainer = Omit<ConvertedLayer, 'config'> & { readonly config: ConvertedNetwork['config'] };
