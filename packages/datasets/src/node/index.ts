export { type LoadMnistOptions, loadMnist } from './load-mnist.js';
