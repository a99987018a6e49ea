export { fileSystem, type FileSystemOptions } from './file-system.js';
export { type ConvertedNetwork, readConvertedNetwork } from './read-converted-network.js';
