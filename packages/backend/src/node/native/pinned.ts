/** What the backend `tensorflow` is put together from. */
export const pinned = {
  packages: ['@tensorflow/tfjs-node@4.22.0', 'node-api-headers@1.9.0'],
  /** A wheel that carries `libtensorflow_cc.so.2` and the headers of the C interface, with pip's names for what it is made for. */
  wheel: {
    requirement: 'tensorflow-cpu==2.15.1',
    sha256: 'ba9503db2c5357ea21938555323581fbdabf3d051b6bc1b5f73c5b0ae034d077',
    python: '3.10',
    platform: 'manylinux_2_17_x86_64',
  },
} as const;

/** The name of the folder that holds all of it; another version has another. */
export const folderName = 'tfjs-node-4.22.0-tensorflow-2.15.1';
