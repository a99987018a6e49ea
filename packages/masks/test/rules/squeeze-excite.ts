import { expandDims, matMul, mean, mul, relu, serialization, sigmoid, add, type Tensor, type Tensor2D, tidy } from '@tensorflow/tfjs-core';
import { initializers, type LayerVariable, layers, type Shape } from '@tensorflow/tfjs-layers';
import { gating, registerLayerRule } from '@dum/masks/rules';

type LayerArgs = NonNullable<ConstructorParameters<typeof layers.Layer>[0]>;

/** Squeeze and excitation: each channel times a number that two small dense layers make of the means of all channels. */
export class SqueezeExcite extends layers.Layer {
  static readonly className: string = 'TestSqueezeExcite';
  readonly #squeezed: number;
  #parts: LayerVariable[] = [];

  constructor({ squeezed, ...args }: LayerArgs & { readonly squeezed: number }) {
    super(args);
    this.#squeezed = squeezed;
  }

  override build(inputShape: Shape | Shape[]): void {
    const channels = (inputShape as Shape).at(-1)!;
    const shapes = [[channels, this.#squeezed], [this.#squeezed], [this.#squeezed, channels], [channels]];
    const seed = initializers.glorotNormal({ seed: 3 });
    this.#parts = shapes.map((shape, index) =>
      this.addWeight(`part_${index}`, shape, 'float32', shape.length > 1 ? seed : initializers.constant({ value: 0.1 })),
    );
    this.built = true;
  }

  override computeOutputShape(inputShape: Shape | Shape[]): Shape | Shape[] {
    return inputShape;
  }

  override call(inputs: Tensor | Tensor[]): Tensor {
    return tidy(() => {
      const x = [inputs].flat()[0]!;
      const [squeeze, squeezeBias, excite, exciteBias] = this.#parts.map((part) => part.read()) as [Tensor2D, Tensor, Tensor2D, Tensor];
      const means: Tensor2D = mean(x, [1, 2]);
      const hidden: Tensor2D = relu(add(matMul(means, squeeze), squeezeBias));
      const gates = sigmoid(add(matMul(hidden, excite), exciteBias));
      return mul(x, expandDims(expandDims(gates, 1), 1));
    });
  }

  override getConfig(): serialization.ConfigDict {
    return { ...super.getConfig(), squeezed: this.#squeezed };
  }
}

serialization.registerClass(SqueezeExcite);

registerLayerRule({
  classNames: ['TestSqueezeExcite'],
  flow: 'gates',
  channelAxes: [0, null, 1, 0],
  multiplyAdds: ({ layer, inputs: [input] }) => 2 * input!.at(-1)! * (layer.getConfig().squeezed as number),
  extract: gating,
});
