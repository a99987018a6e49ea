export { adam } from './adam';
export { multiplyDense } from './dense';
export { gate, sumRows } from './rows';
export { compress, multiplySparse, transposeSparse } from './sparse';
