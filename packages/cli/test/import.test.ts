import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { argMax, type Tensor, tensor } from '@tensorflow/tfjs-core';
import { afterAll, describe, expect, it } from 'vitest';
import { inputOf } from '@dum/experiments';
import { loadNetwork } from '@dum/experiments/store';
import { fingerprintNetwork } from '@dum/masks';
import { npz } from './_npz.js';
import { runDum, temporaryFolder } from './_run-dum.js';

const { folder, remove } = temporaryFolder();
afterAll(remove);

const at = (...names: string[]) => join(folder, ...names);
const golden = (name: string) => fileURLToPath(new URL(`../../keras/test/golden/${name}`, import.meta.url));
const network = golden('conv-bn.keras3.keras');
const names = 'a,b,c,d,e,f,g,h,i,j';

describe('dum import', () => {
  it('saves a network with what it takes, and its summary', async () => {
    const { code, stdout, stderr } = await runDum(
      'import',
      network,
      '--out',
      at('whole'),
      '--pixel-range',
      '0-255',
      '--class-names',
      names,
    );
    expect({ code, stdout }).toEqual({ code: 0, stdout: `1195 parameters; the network is in ${at('whole')}\n` });
    expect(stderr).toMatch(/^read .*conv-bn\.keras3\.keras: Keras 3\.15\.1, 1195 parameters, \d+\.\d s\n$/);
    const saved = await loadNetwork(at('whole'));
    expect(inputOf(saved)).toEqual({ range: [0, 255], shape: [13, 11, 3], classNames: names.split(',') });
    expect(JSON.parse(readFileSync(at('whole', 'summary.json'), 'utf8'))).toMatchObject({
      file: network,
      kerasVersion: '3.15.1',
      notes: [],
      input: { range: [0, 255] },
      network: { fingerprint: await fingerprintNetwork(saved), parameters: 1195, inputs: [[13, 11, 3]], outputs: [[10]] },
    });
  });

  it('keeps a range without the names of classes, and reports when it keeps nothing', async () => {
    expect(await runDum('import', network, '--out', at('range'), '--pixel-range', '-1-1')).toMatchObject({ code: 0 });
    expect(inputOf(await loadNetwork(at('range')))).toEqual({ range: [-1, 1], shape: [13, 11, 3] });
    const { code, stdout, stderr } = await runDum('import', golden('nested.keras3.keras'), '--out', at('plain'), '--json');
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toEqual(JSON.parse(readFileSync(at('plain', 'summary.json'), 'utf8')));
    expect(stderr).toContain('dum import: without --pixel-range, the range of inputs is not stored with the network');
    expect(stderr).toContain('dum import: layer "conv" of "middle" is named "middle_conv" here');
  });

  it('reads what tensorflowjs_converter wrote, which other commands refuse with what to do', async () => {
    const converted = golden('converted/shared.keras3.h5/model.json');
    expect(await runDum('import', converted, '--out', at('converted'))).toMatchObject({ code: 0 });
    expect((await loadNetwork(at('converted', 'model.json'))).inputs).toHaveLength(2);
    const { code, stderr } = await runDum('export', '--network', converted, '--out', at('converted.h5'));
    expect(code).toBe(2);
    expect(stderr).toMatch(/model\.json.*is a configuration of Keras 3 .*dum import/);
  });

  it('gives a network that other commands take', async () => {
    await runDum('import', golden('dense.keras2.h5'), '--out', at('dense'));
    const saved = await loadNetwork(at('dense'));
    const x = Float32Array.from({ length: 50 * 8 }, (_, index) => Math.sin(index));
    const answers = argMax(saved.predict(tensor(x, [50, 8])) as Tensor, 1).dataSync();
    // right for four samples of five, which is what evaluate must find
    const y = Uint8Array.from(answers, (answer, sample) => (sample % 5 === 0 ? (answer + 1 + ((sample / 5) % 4)) % 5 : answer));
    writeFileSync(at('data.npz'), npz({ x, y, sampleShape: [8] }));
    const { code, stdout } = await runDum('evaluate', '--network', at('dense'), '--dataset', at('data.npz'), '--json');
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({
      network: expect.arrayContaining([
        expect.objectContaining({ name: 'network', metrics: expect.objectContaining({ accuracy: 0.8 }) as object }) as object,
      ]) as object,
    });
  });

  it.each([
    ['no file', [at('none.keras'), '--out', at('no')], 'there is no such file'],
    ['a network of unknown layers', [golden('networks.py'), '--out', at('no')], 'is no HDF5 file'],
    ['no --out', [network], "required option '--out <folder>' not specified"],
    ['a range that is none', [network, '--out', at('no'), '--pixel-range', '255-0'], '--pixel-range is "255-0"; expected the lesser'],
    ['names without a range', [network, '--out', at('no'), '--class-names', names], '--class-names is stored together with --pixel-range'],
    [
      'too few names',
      [network, '--out', at('no'), '--pixel-range', '0-1', '--class-names', 'a,b'],
      '--class-names has 2 names, expected 10',
    ],
    [
      'a range of two inputs',
      [golden('shared.keras3.keras'), '--out', at('no'), '--pixel-range', '0-1'],
      'the network has inputs [4], [4] and 1 outputs',
    ],
    ['a time of none', [network, '--out', at('no'), '--seconds', '0'], '--seconds is "0"'],
  ])('refuses %s, and writes nothing', async (_, given, reason) => {
    const { code, stdout, stderr } = await runDum('import', ...given);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain(reason);
    expect(existsSync(at('no'))).toBe(false);
  });

  it('leaves no file but those of the network', () => {
    expect(readdirSync(at('whole')).sort()).toEqual(['model.json', 'summary.json', expect.stringMatching(/^weights-[0-9a-f]{16}\.bin$/)]);
  });
});
