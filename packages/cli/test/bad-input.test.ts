import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { npz } from './_npz.js';
import { runDum, temporaryFolder } from './_run-dum.js';

const { folder, remove } = temporaryFolder();
afterAll(remove);

const at = (...names: string[]) => join(folder, ...names);
const train = ['train', '--dataset', 'mnist', '--network', 'mlp:8', '--limit', '1000', '--epochs', '1', '--out', at('out')];
const discover = [
  'discover',
  '--network',
  at('network'),
  '--dataset',
  'mnist',
  '--limit',
  '1000',
  '--epochs',
  '1',
  '--controls',
  '0',
  '--out',
  at('out'),
];
const evaluate = ['evaluate', '--network', at('network'), '--dataset', 'mnist', '--limit', '1000'];
const evidence = ['evidence', '--network', at('network'), '--masks', at('masks', 'masks.json'), '--dataset', 'mnist', '--limit', '1000'];
const without = (given: readonly string[], option: string) => given.toSpliced(given.indexOf(option), 2);
const instead = (given: readonly string[], option: string, value: string) => given.with(given.indexOf(option) + 1, value);
const flipByte = (file: string, place: number) => {
  const bytes = readFileSync(file);
  bytes[place]! ^= 1;
  writeFileSync(file, bytes);
};

beforeAll(async () => {
  await runDum(...instead(train, '--out', at('network')));
  await runDum(...instead(train, '--out', at('other')), '--seed', '2');
  await runDum(...instead(discover, '--out', at('masks')), '--tasks', '0');
  await runDum(...instead(instead(discover, '--out', at('others-masks')), '--network', at('other')), '--tasks', '0');
  const weights = (name: string) => at(name, readdirSync(at(name)).find((file) => file.endsWith('.bin'))!);
  for (const name of ['cut', 'flipped']) cpSync(at('network'), at(name), { recursive: true });
  writeFileSync(weights('cut'), readFileSync(weights('cut')).subarray(0, 100));
  flipByte(weights('flipped'), 99);
  writeFileSync(at('file'), 'x');
  writeFileSync(at('flipped.json'), readFileSync(at('masks', 'masks.json'), 'utf8').replace('"seed":1', '"seed":2'));
  const x = Float32Array.from({ length: 40 * 784 }, (_, index) => (index % 7) / 7);
  const y = Uint8Array.from({ length: 40 }, (_, sample) => sample % 10);
  writeFileSync(at('0-255.npz'), npz({ x: x.map((value) => value * 255), y, sampleShape: [784] }));
  writeFileSync(at('small.npz'), npz({ x: x.subarray(0, 40 * 49), y, sampleShape: [7, 7] }));
  writeFileSync(at('nan.npz'), npz({ x: x.with(1000, Number.NaN), y, sampleShape: [784] }));
  writeFileSync(at('cut.npz'), npz({ x, y, sampleShape: [784] }).subarray(0, 5000));
  mkdirSync(at('empty'));
});

const everything = () =>
  Object.fromEntries(
    readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => {
        const file = join(entry.parentPath, entry.name);
        return [file, readFileSync(file, 'latin1')];
      }),
  );

/** Commands, what their one sentence says, and 2 unless another exit code is given. */
const refused: readonly (readonly [title: string, given: readonly string[], says: RegExp, code?: number])[] = [
  ['no command', [], /^$/],
  ['a misspelt command', ['discovr'], /dum: unknown command 'discovr' \(Did you mean discover\?\)/],
  ['a misspelt option', [...discover, '--alhpa', '1'], /unknown option '--alhpa' \(Did you mean --alpha\?\)/],
  [
    'a misspelt required option',
    without(discover, '--network').concat('--netwrok', at('network')),
    /unknown option '--netwrok' \(Did you mean --network\?\)/,
  ],
  ['an option of another command', [...train, '--alpha', '1'], /unknown option '--alpha'/],
  ['a missing option', without(train, '--out'), /required option '--out <folder>' not specified/],
  ['an option without its value', [...discover, '--alpha'], /option '--alpha <price>' argument missing/],
  ['an option given twice', [...discover, '--alpha', '1', '--alpha', '1'], /--alpha is given twice/],
  ['too many arguments', [...evaluate, 'more'], /too many arguments/],
  ['a negative alpha', [...discover, '--alpha', '-1'], /--alpha is "-1"; expected a finite number of at least 0/],
  ['an alpha that is NaN', [...discover, '--alpha', 'NaN'], /--alpha is "NaN"; expected a finite number of at least 0/],
  ['an infinite alpha', [...discover, '--alpha', '1e999'], /--alpha is "1e999"; expected a finite/],
  ['an alpha of text', [...discover, '--alpha', '10abc'], /--alpha is "10abc"; expected a finite number of at least 0/],
  ['an empty alpha', [...discover, '--alpha', ''], /--alpha is ""; expected a finite number of at least 0/],
  ['no epoch', [...without(train, '--epochs'), '--epochs', '0'], /--epochs is "0"; expected a whole number of at least 1/],
  ['half an epoch', [...without(discover, '--epochs'), '--epochs', '0.5'], /--epochs is "0.5"; expected a whole number/],
  ['a temperature without an end', [...discover, '--temperature', '1'], /--temperature is "1"; expected a start and an end/],
  ['a share above 1', [...discover, '--initial-keep-probability', '1.5'], /expected a number between 0 and 1/],
  [
    'a misspelt penalty',
    [...discover, '--penalty', 'expectedUnit'],
    /--penalty is "expectedUnit" \(did you mean expectedUnits\?\); expected one of expectedUnits, sumLogits, meanLogits/,
  ],
  ['a misspelt backend', [...train, '--backend', 'wsm'], /--backend is "wsm" \(did you mean wasm\?\)/],
  ['a backend of browsers', [...train, '--backend', 'webgl'], /webgl cannot be used/],
  ['a limit of 0', instead(train, '--limit', '0'), /--limit is "0"; expected a whole number of at least 1/],
  ['an unknown kind of network', instead(train, '--network', 'cnn:8'), /--network is "cnn:8"; expected a kind/],
  ['a width of 0', instead(train, '--network', 'mlp:8,0'), /--network is "mlp:8,0"; expected a kind/],
  [
    'an unknown layer',
    [...discover, '--layers', 'dense_9'],
    /no layer matches "dense_9"; this network has dense_8, head\. Did you mean "dense_8"\?/,
  ],
  ['an empty layer', [...discover, '--layers', 'dense_8,'], /--layers is "dense_8,"; expected layer names/],
  ['an unknown class', [...discover, '--tasks', '0,11'], /--tasks: no class is named "11" \(did you mean "1"\?\); the data has 0, 1/],
  ['an unknown class in a group', [...discover, '--tasks', 'round=0,o'], /--tasks: no class is named "o"/],
  ['no task', [...discover, '--tasks', ''], /--tasks: "" has an empty task/],
  ['an empty class', [...discover, '--tasks', '0,,1'], /--tasks: "0,,1" has an empty class name/],
  ['a group without a name', [...discover, '--tasks', '=0,1'], /"=0,1" does not name its group/],
  ['a range that runs backwards', [...discover, '--tasks', '9-0'], /the range "9-0" runs backwards/],
  ['two different tasks of one name', [...discover, '--tasks', 'odd=1,3', 'odd=1,5'], /two different tasks are named "odd"/],
  ['a group that has every class', [...discover, '--tasks', 'all=0-9'], /"rest"/],
  ['an unknown data set', instead(train, '--dataset', 'mnst'), /no data set, folder or file "mnst" \(did you mean "mnist"\?\)/],
  ['a folder without data', instead(train, '--dataset', at('empty')), /has no "train-images-idx3-ubyte"/],
  ['a NaN pixel', instead(train, '--dataset', at('nan.npz')), /x is NaN at sample 1, position 216; expected finite values/],
  ['data cut short', instead(train, '--dataset', at('cut.npz')), /"cut\.npz"/],
  [
    'data of another range',
    instead(discover, '--dataset', at('0-255.npz')),
    /trained on values in \[0, 1\]; "0-255" has values in \[0, 255\]/,
  ],
  [
    'data of another shape',
    instead(evaluate, '--dataset', at('small.npz')),
    /trained on samples of shape \[28, 28\]; "small" has samples of shape \[7, 7\]/,
  ],
  ['more validation than there is data', [...train, '--validation', '1000'], /validation is 1000 of 1000 samples/],
  [
    'a validation split without a class',
    instead(train, '--limit', '100'),
    /the validation split, 8 of 100 training samples, has none of class "\d"; change --limit or --validation so/,
  ],
  [
    'a training split without a class',
    [...instead(train, '--limit', '10'), '--validation', '2'],
    /the training split, 8 of 10 training samples, has none of class "\d"; change --limit or --validation so/,
  ],
  ['a start without a class', ['start', '--limit', '100', '--out', at('out')], /the validation split, .*; change --limit so that/],
  ['a network that is not there', instead(discover, '--network', at('none')), /none\/model\.json: there is no such file/],
  ['a network cut short', instead(discover, '--network', at('cut')), /cut/],
  ['a network with a flipped bit', instead(evaluate, '--network', at('flipped')), /checksum does not hold/],
  ['masks that are not there', [...evaluate, '--masks', at('none.json')], /cannot read .*none\.json: there is no such file/],
  ['masks that were changed', [...evaluate, '--masks', at('flipped.json')], /flipped\.json/],
  ['masks of another network', [...evaluate, '--masks', at('others-masks', 'masks.json')], /belong to another network/],
  ['a file that holds no masks', ['compare', at('masks', 'masks.json'), at('masks', 'summary.json')], /summary\.json/],
  ['masks of two networks', ['compare', at('masks', 'masks.json'), at('others-masks', 'masks.json')], /network/],
  [
    'an unknown task of the masks',
    [...evaluate, '--masks', at('masks', 'masks.json'), '--task', '00'],
    /no task in .* is named "00" \(did you mean "0"\?\); it has 0/,
  ],
  [
    'controls without masks',
    [...evaluate, '--controls', '5'],
    /--controls draws masks of the sizes of those in --masks, which is not given/,
  ],
  ['half a control', [...evaluate, '--controls', '0.5'], /--controls is "0.5"; expected a whole number of at least 0/],
  ['a task without masks', [...evaluate, '--task', '0'], /--task names a task of --masks, which is not given/],
  ['a layer that is not masked', ['compare', at('masks', 'masks.json'), at('masks', 'masks.json'), '--layer', 'dense_9'], /dense_9/],
  [
    'data without the network to run on them',
    ['compare', at('masks', 'masks.json'), at('masks', 'masks.json'), '--dataset', 'mnist'],
    /--dataset is given without --network; give both to leave out constant units, or neither/,
  ],
  [
    'the network without data to run on it',
    ['compare', at('masks', 'masks.json'), at('masks', 'masks.json'), '--network', at('network')],
    /--network is given without --dataset/,
  ],
  ['one file with one task', ['compare', at('masks', 'masks.json')], /has one task only, "0"; give a second file/],
  ['an out that is a file', instead(train, '--out', at('file')), /--out .* cannot be a folder: .*file is a file/],
  ['an out below a file', instead(discover, '--out', at('file', 'below')), /--out .* cannot be a folder: .*file is a file/],
  ['an out with another kind of results', instead(discover, '--out', at('network')), /already holds a network/],
  ...(existsSync('/proc/self')
    ? ([
        ['a train into a place that takes no folders', instead(train, '--out', '/proc/x'), /--out \/proc\/x: \/proc takes no folders/, 4],
        ['an evidence there', [...evidence, '--out', '/proc/x/deep'], /--out \/proc\/x\/deep.*: \/proc takes no folders/, 4],
        ['a report there', ['report', '--masks', at('masks'), '--out', '/proc/x'], /--out \/proc\/x: \/proc takes no folders/, 4],
      ] as const)
    : []),
  ['a learning rate of 1e30', [...instead(train, '--epochs', '2'), '--learning-rate', '1e30', '--batch-size', '32'], /diverged/, 3],
];

describe('what is wrong is refused in one sentence, and nothing is written:', () => {
  it.each(refused.map(([title, given, says, code = 2]) => ({ title, given, says, code })))('$title', async ({ given, says, code }) => {
    const before = everything();
    const ran = await runDum(...given);
    const said = ran.stderr.split('\n').filter((line) => line.startsWith('dum'));
    expect({ code: ran.code, stdout: ran.stdout, said }).toEqual({
      code,
      stdout: '',
      said: given.length === 0 ? [] : [expect.stringMatching(says)],
    });
    if (given.length > 1) expect(said[0]).toMatch(new RegExp(`^dum ${given[0]}: `));
    expect(everything()).toEqual(before);
  });
});

it('prints nothing on stdout for --json when it refuses', async () => {
  const { code, stdout, stderr } = await runDum(...discover, '--tasks', '12', '--json');
  expect([code, stdout]).toEqual([2, '']);
  expect(stderr).toContain('no class is named "12"');
});
