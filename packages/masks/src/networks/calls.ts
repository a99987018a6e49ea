export { type Layer, type Node, nodeOf, nodesBehind } from './_graph.js';
export { weightsOf } from './_copy-layer.js';
