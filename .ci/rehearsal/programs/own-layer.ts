import '@tensorflow/tfjs-backend-cpu';
import { matMul, mean, mul, relu, reshape, serialization, sigmoid, type Tensor, type Tensor2D, tidy } from '@tensorflow/tfjs-core';
import { initializers, layers, sequential, type Shape } from '@tensorflow/tfjs-layers';
import { createMaskSet, extractSubnetwork, fingerprintNetwork, insertMasks, type LayerRule, networkCosts } from '@dum/masks';
import { gating, registerLayerRule } from '@dum/masks/rules';

/** Squeeze and excitation, as a layer of a package that is none of the workspace. */
class SqueezeExcite extends layers.Layer {
  static readonly className: string = 'SqueezeExcite';
  readonly squeezed: number;

  constructor(args: { readonly squeezed: number; readonly name?: string }) {
    super(args);
    this.squeezed = args.squeezed;
  }

  override build(inputShape: Shape | Shape[]): void {
    const channels = (inputShape as Shape).at(-1)!;
    this.addWeight('squeeze', [channels, this.squeezed], 'float32', initializers.glorotNormal({ seed: 1 }));
    this.addWeight('excite', [this.squeezed, channels], 'float32', initializers.glorotNormal({ seed: 2 }));
    this.built = true;
  }

  override call(inputs: Tensor | Tensor[]): Tensor {
    return tidy(() => {
      const x = [inputs].flat()[0]!;
      const [squeeze, excite] = this.weights.map((weight) => weight.read() as Tensor2D) as [Tensor2D, Tensor2D];
      const gates = sigmoid(matMul(relu(matMul(mean(x, [1, 2]), squeeze)), excite));
      return mul(x, reshape(gates, [-1, 1, 1, x.shape.at(-1)!]));
    });
  }

  override getConfig(): serialization.ConfigDict {
    return { ...super.getConfig(), squeezed: this.squeezed };
  }
}

const rule: LayerRule = {
  classNames: [SqueezeExcite.className],
  flow: 'gates',
  channelAxes: [0, 1],
  multiplyAdds: ({ layer, inputs }) => 2 * inputs[0]!.at(-1)! * (layer as SqueezeExcite).squeezed,
  extract: gating,
};

serialization.registerClass(SqueezeExcite);
registerLayerRule(rule);

const network = sequential({
  layers: [
    layers.conv2d({ filters: 8, kernelSize: 3, activation: 'relu', inputShape: [12, 12, 1], name: 'conv' }),
    new SqueezeExcite({ squeezed: 2, name: 'gate' }),
    layers.globalAveragePooling2d({}),
    layers.dense({ units: 10, activation: 'softmax' }),
  ],
});
const masks = createMaskSet(await fingerprintNetwork(network), [{ layer: 'conv', shape: [8], kept: [1, 0, 0, 1, 0, 0, 1, 0] }]);
const { network: small, certificate } = await extractSubnetwork(network, { masks });
console.log(
  JSON.stringify({
    masked: insertMasks(network).masks.map(({ layer }) => layer),
    before: networkCosts(network).multiplyAdds,
    after: certificate.after.multiplyAdds,
    weights: small.getLayer('gate').weights.map(({ shape }) => shape),
    same: certificate.outputs.difference <= 1e-5 * certificate.outputs.largest,
  }),
);
