export { type LoadDatasetOptions, loadDataset } from './load-dataset.js';
export { type LoadIdxFolderOptions, loadIdxFolder } from './load-idx-folder.js';
export { type LoadMnistOptions, loadMnist } from './load-mnist.js';
export { loadNpz } from './load-npz.js';
