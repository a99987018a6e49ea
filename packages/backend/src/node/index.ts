export { fileSystem, type FileSystemOptions } from './file-system.js';
