/** A published network, cut out of 784-300-100-10 on MNIST. */
export interface PublishedNetwork {
  readonly name: string;
  /** The inputs of each layer: pixels, units of the first hidden layer, units of the second. */
  readonly widths: readonly [number, number, number];
  /** Test error as published. */
  readonly testError: string;
}

/**
 * Structured results for the same network, which learn weights and masks together.
 *
 * Widths and errors are those listed by Evci et al. 2020 (arXiv 1911.11134, appendix B); the L0 paper itself has 1.8 % for those widths.
 * Evci et al. note that the published code reports the best test error of all epochs.
 */
export const published: readonly PublishedNetwork[] = [
  { name: 'L0-hc, Louizos et al. 2018', widths: [266, 88, 33], testError: '1.6 to 1.8 %' },
  { name: 'VIBNet, Dai et al. 2018', widths: [97, 71, 33], testError: '1.6 %' },
];

/** The parameters of a dense network of those widths with ten outputs, biases included. */
export const parametersOf = ([pixels, first, second]: PublishedNetwork['widths']): number =>
  (pixels + 1) * first + (first + 1) * second + (second + 1) * 10;
