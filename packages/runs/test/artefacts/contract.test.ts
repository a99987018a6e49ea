import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { memoryStore } from '@dum/runs';
import { openFolderStore } from '@dum/runs/node';
import { testStore } from '@dum/runs/testing';
import { temporaryFolder } from './_folder.js';

testStore('memoryStore', () => {
  const store = memoryStore();
  return Promise.resolve({ open: () => Promise.resolve(store) });
});

testStore('openFolderStore', () => {
  const folder = temporaryFolder();
  return Promise.resolve({
    open: () => openFolderStore(folder, { onDamage: () => undefined }),
    damage: (key, change) => {
      const file = join(folder, 'artefacts', key);
      return Promise.resolve(writeFileSync(file, change(readFileSync(file))));
    },
  });
});
