import { writeFile } from 'node:fs/promises';
import { useBackend } from '@dum/backend';
import { exportKeras, importKeras } from '@dum/keras';
import { ones, type Tensor } from '@tensorflow/tfjs-core';

await useBackend();
const { network, kerasVersion, notes } = await importKeras('model.keras');
console.log(kerasVersion, network.countParams(), notes);
console.log((network.predict(ones([1, 16, 16, 3])) as Tensor).shape);

const { bytes } = await exportKeras(network);
await writeFile('back.h5', bytes);
