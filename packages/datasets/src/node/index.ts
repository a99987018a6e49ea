export { type LoadCifar10Options, loadCifar10 } from './load-cifar-10.js';
export { type ImageFolderOptions, imageFolder } from './image-folder.js';
export { datasetNames, isImageFolder, isTable, type LoadDatasetOptions, loadDataset } from './load-dataset.js';
export { type LoadFashionMnistOptions, loadFashionMnist } from './load-fashion-mnist.js';
export { type LoadIdxFolderOptions, loadIdxFolder } from './load-idx-folder.js';
export { type LoadMnistOptions, loadMnist } from './load-mnist.js';
export { loadNpz } from './load-npz.js';
export { isTableFile, loadTable, tableEndings } from './load-table.js';
export { cifar10Package, type RebuildCifar10Options, rebuildCifar10 } from './rebuild-cifar-10.js';
