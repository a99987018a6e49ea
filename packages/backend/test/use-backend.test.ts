import { backendNames, type BackendName, useBackend } from '@dum/backend';
import { MathBackendCPU } from '@tensorflow/tfjs-backend-cpu';
import {
  copyRegisteredKernels,
  env,
  getBackend,
  getKernel,
  matMul,
  registerBackend,
  registerKernel,
  removeBackend,
  tensor2d,
  unregisterKernel,
  zeros,
} from '@tensorflow/tfjs-core';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { containing, matching } from './text.js';

afterEach(async () => {
  await useBackend('cpu');
});

describe('useBackend', () => {
  it('chooses wasm in Node when tfjs-node is not installed, and gives the reason', async () => {
    const { name, rejected } = await useBackend();
    expect(name).toBe('wasm');
    expect(rejected).toEqual([{ name: 'tensorflow', reason: containing('@tensorflow/tfjs-node'), remedy: containing('npx dum-native') }]);
    expect(getBackend()).toBe('wasm');
  });

  it.each(['wasm', 'cpu'] as const)('uses %s when it is named, also twice', async (name) => {
    expect(await useBackend(name)).toEqual({ name, rejected: [] });
    expect(await useBackend(name)).toEqual({ name, rejected: [] });
    expect(getBackend()).toBe(name);
    expect(Array.from(matMul(tensor2d([[1, 2]]), tensor2d([[3, 4]]), false, true).dataSync())).toEqual([11]);
  });

  it('makes wasm fast and TensorFlow.js quiet', async () => {
    await useBackend('wasm');
    expect(env().getBool('PROD')).toBe(true);
    expect(Object.getOwnPropertySymbols(getKernel('BatchMatMul', 'wasm').kernelFunc).map(String)).toEqual([
      'Symbol(@dum/backend/replaced)',
    ]);
  });

  it('prepares the process before tfjs-node is loaded, without overruling it', async () => {
    vi.stubEnv('TENSORFLOW_USE_CUSTOM_CONTRACTION_KERNEL', undefined);
    vi.stubEnv('TF_ENABLE_ONEDNN_OPTS', undefined);
    vi.stubEnv('TF_CPP_MIN_LOG_LEVEL', '1');
    const loaded = vi.fn(() => ({ environment: { ...process.env }, util: { ...process.getBuiltinModule('node:util') } }));
    vi.doMock('@tensorflow/tfjs-node', loaded);
    await expect(useBackend('tensorflow')).rejects.toThrow(/tensorflow cannot be used \(.*not found in registry/);
    vi.doUnmock('@tensorflow/tfjs-node');
    vi.unstubAllEnvs();
    const { environment, util: asLoaded } = loaded.mock.results[0]!.value as ReturnType<typeof loaded>;
    expect(environment).toMatchObject({
      TENSORFLOW_USE_CUSTOM_CONTRACTION_KERNEL: '0',
      TF_ENABLE_ONEDNN_OPTS: '0',
      TF_CPP_MIN_LOG_LEVEL: '1',
    });
    const util = asLoaded as unknown as Record<string, (value: unknown) => boolean>;
    expect([util.isNullOrUndefined!(null), util.isNullOrUndefined!(0), util.isArray!([]), util.isArray!({})]).toEqual([
      true,
      false,
      true,
      false,
    ]);
  });

  it.each([
    ['tensorflow', /tensorflow cannot be used \(.*tfjs-node.*\): install @tensorflow\/tfjs-node@4\.22\.0 .* or run npx dum-native/],
    ['webgl', /webgl cannot be used .*install @tensorflow\/tfjs-backend-webgl@4\.22\.0 and import it/],
    ['webgpu', /webgpu cannot be used .*install @tensorflow\/tfjs-backend-webgpu@4\.22\.0 and import it/],
  ] as const)('names what to install for %s, and keeps the backend in use', async (name, message) => {
    await useBackend('wasm');
    await expect(useBackend(name)).rejects.toMatchObject({ name: 'DumError', code: 'bad-input', message: matching(message) });
    expect(getBackend()).toBe('wasm');
  });

  it.each([
    ['wasmm', /did you mean "wasm"\?/],
    ['', /There are auto, tensorflow, wasm, cpu, webgl, webgpu/],
    [null, /"null"/],
  ])('refuses %j, which is no backend', async (name, message) => {
    await expect(useBackend(name as BackendName)).rejects.toMatchObject({ code: 'bad-input', message: matching(message) });
  });

  it('does not choose a backend that has no kernels, or wrong ones', async () => {
    await useBackend('wasm');
    registerBackend('webgl', () => new MathBackendCPU(), 0);
    await expect(useBackend('webgl')).rejects.toThrow(/webgl cannot be used \(.*not registered/);
    copyRegisteredKernels('cpu', 'webgl');
    expect(await useBackend('webgl')).toEqual({ name: 'webgl', rejected: [] });
    await useBackend('wasm');
    unregisterKernel('BatchMatMul', 'webgl');
    registerKernel({ ...getKernel('BatchMatMul', 'cpu'), backendName: 'webgl', kernelFunc: () => zeros([1, 2, 2]) });
    await expect(useBackend('webgl')).rejects.toThrow('webgl cannot be used (it computes a wrong product)');
    expect(getBackend()).toBe('wasm');
    removeBackend('webgl');
  });

  it('lists its names', () => {
    expect(backendNames).toEqual(['tensorflow', 'wasm', 'cpu', 'webgl', 'webgpu']);
  });
});
