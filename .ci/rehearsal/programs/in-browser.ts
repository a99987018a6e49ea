import { useBackend } from '@dum/backend';
import { learnTwoTasks } from './two-tasks.js';

const { name: backend } = await useBackend('wasm', { wasmPaths: '/' });
document.title = JSON.stringify({ backend, ...(await learnTwoTasks()) });
