/**
 * Adam on typed arrays, in place: β₁ .9, β₂ .999, ε 1e-7, as in TensorFlow.js.
 *
 * `update` takes the gradient and the learning rate of the step.
 */
export const createHostAdam = (parameters: Float32Array): { update: (gradient: Float32Array, rate: number) => void } => {
  const first = new Float32Array(parameters.length);
  const second = new Float32Array(parameters.length);
  let step = 0;
  return {
    update(gradient, rate) {
      step++;
      const firstScale = 1 / (1 - 0.9 ** step);
      const secondScale = 1 / (1 - 0.999 ** step);
      for (let at = 0; at < parameters.length; at++) {
        const slope = gradient[at]!;
        first[at] = 0.9 * first[at]! + 0.1 * slope;
        second[at] = 0.999 * second[at]! + 0.001 * slope * slope;
        parameters[at]! -= (rate * first[at]! * firstScale) / (Math.sqrt(second[at]! * secondScale) + 1e-7);
      }
    },
  };
};
