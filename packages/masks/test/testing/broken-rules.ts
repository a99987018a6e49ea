import { add, keep, mean, mul, relu, scalar, serialization, sigmoid, sub, type Tensor, tidy, zeros } from '@tensorflow/tfjs-core';
import { initializers, layers, type Shape } from '@tensorflow/tfjs-layers';
import { elementwise, gating, type LayerRule, mixing, registerLayerRule } from '@dum/masks/rules';
import { testLayerRule } from '@dum/masks/testing';

/** A class of layers that apply a function to what they read and a scale for each channel. */
const layerClass = (name: string, apply: (x: Tensor, scale: Tensor) => Tensor) => {
  class Applied extends layers.Layer {
    static readonly className: string = name;
    override build(inputShape: Shape | Shape[]): void {
      this.addWeight('scale', [(inputShape as Shape).at(-1)!], 'float32', initializers.ones());
      this.built = true;
    }
    override call(inputs: Tensor | Tensor[]): Tensor {
      return tidy(() => apply([inputs].flat()[0]!, this.weights[0]!.read()));
    }
  }
  serialization.registerClass(Applied);
  return Applied;
};

const scaled = (x: Tensor, scale: Tensor) => relu(mul(x, scale));
const centred = (x: Tensor, scale: Tensor) => mul(sub(x, mean(x, -1, true)), scale);
const gated = (x: Tensor, scale: Tensor) => mul(x, sigmoid(mean(mul(x, scale), -1, true)));

const honest: Omit<LayerRule, 'classNames'> = { flow: 'keeps', channelAxes: [0], extract: elementwise };

const rules: Record<string, readonly [rule: Omit<LayerRule, 'classNames'>, apply: (x: Tensor, scale: Tensor) => Tensor]> = {
  Honest: [honest, scaled],
  HonestMixing: [{ flow: 'entangles', extract: mixing }, centred],
  KeepsInName: [{ ...honest, extract: mixing }, centred],
  MovesInName: [{ ...honest, flow: 'moves', preservesZero: false, extract: mixing }, centred],
  PassesInName: [{ ...honest, flow: 'passes' }, scaled],
  OfAnotherZero: [honest, (x, scale) => add(scaled(x, scale), 1)],
  LeftOut: [{ ...honest, extract: () => [] }, scaled],
  GatesByTheirNumber: [{ ...honest, flow: 'gates', extract: gating }, gated],
  CountsHalves: [{ ...honest, multiplyAdds: () => 0.5 }, scaled],
  CountsLess: [{ ...honest, multiplyAdds: () => -1 }, scaled],
  CountsWhatIsGone: [{ ...honest, multiplyAdds: ({ output }) => 100 - output.at(-1)! }, scaled],
  Leaks: [
    {
      ...honest,
      extract: (parts) => {
        keep(scalar(1));
        return elementwise(parts);
      },
    },
    scaled,
  ],
  Touches: [
    {
      ...honest,
      extract: (parts) => {
        tidy(() => parts.layer.setWeights([zeros(parts.weights[0]!.shape as number[])]));
        return elementwise(parts);
      },
    },
    scaled,
  ],
};

for (const [name, [rule, apply]] of Object.entries(rules)) {
  const Applied = layerClass(name, apply);
  registerLayerRule({ ...rule, classNames: [name] });
  testLayerRule(() => new Applied({}), { inputShape: [3, 4] });
}

const Unregistered = layerClass('Unregistered', scaled);
testLayerRule(() => new Unregistered({}), { inputShape: [4] });
