export { type FolderStoreOptions, openFolderStore } from './folder-store.js';
