/// <reference types="vite/client" />
import plain from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm.wasm?url';
import simd from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-simd.wasm?url';
import { useBackend } from '@dum/backend';
import { learnTwoTasks } from './two-tasks.js';

const wasmPaths = { 'tfjs-backend-wasm.wasm': plain, 'tfjs-backend-wasm-simd.wasm': simd };
const { name: backend } = await useBackend('wasm', { wasmPaths });
document.title = JSON.stringify({ backend, ...(await learnTwoTasks()) });
