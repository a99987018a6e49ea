export { inputFor, makeNetwork, outputsOf, randomize, reload, stateOf } from './_networks.js';
