export { type Layer, type Node, nodeOf, nodesBehind, nodesOf } from './_graph.js';
export { weightsOf } from './_copy-layer.js';
export { multiplyAddsOf, sizeOf } from './multiply-adds.js';
