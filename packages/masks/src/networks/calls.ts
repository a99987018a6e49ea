export { type Layer, type Node, nodeOf, nodesBehind, nodesOf } from './_graph.js';
export { multiplyAddsOf } from './multiply-adds.js';
