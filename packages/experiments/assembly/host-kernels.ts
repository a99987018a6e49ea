export { adam } from './adam';
export { multiplyDense } from './dense';
export { clearImage, gateImage, largest, mean, scaleImage, spreadLargest, spreadMean } from './images';
export { multiplyImage, packColumns, packRows } from './products';
export { gate, sumRows } from './rows';
export { compress, multiplySparse, transposeSparse } from './sparse';
