import { balancedClassWeights, createSplit, group, ignoredLabel, oneVsRest, relabel, restoreTask, type TaskData } from '@dum/datasets';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { refusal } from './_errors.js';

const classNames = ['zero', 'one', 'two', 'three'];

const split = <R extends 'train' | 'validation' | 'test'>(role: R, y: readonly number[]) =>
  createSplit(role, { x: new Float32Array(y.length), y: Uint8Array.from(y), sampleShape: [1], classCount: 4 });

const data: TaskData = { train: split('train', [0, 0, 0, 1, 2, 3, 3, 3]), validation: split('validation', [3, 2, 1, 0]), classNames };

describe('balancedClassWeights', () => {
  it('is N / (C · N_c)', () => {
    expect(balancedClassWeights(new Uint8Array([0, 0, 0, 1]), 2)).toEqual([4 / (2 * 3), 4 / (2 * 1)]);
    expect(balancedClassWeights(new Uint8Array([0, 1, 1, 2]), 3)).toEqual([4 / 3, 4 / 6, 4 / 3]);
  });

  it('leaves ignored samples out', () => {
    expect(balancedClassWeights([0, 0, ignoredLabel, 1, ignoredLabel], 2)).toEqual([3 / 4, 3 / 2]);
  });

  it('gives every class the same total, N / C', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 4 }), { maxLength: 100 }), (labels) => {
        const y = Uint8Array.from([0, 1, 2, 3, 4, ...labels]);
        const weights = balancedClassWeights(y, 5);
        for (const [label, weight] of weights.entries())
          expect(weight * y.filter((value) => value === label).length).toBeCloseTo(y.length / 5, 9);
      }),
    );
  });

  it('refuses an empty class and a label out of range', async () => {
    expect(await refusal(() => balancedClassWeights(new Uint8Array([0, 0, 2]), 3))).toMatch(/class 1 has no sample among 3/);
    expect(await refusal(() => balancedClassWeights(new Uint8Array([]), 1))).toMatch(/class 0 has no sample among 0/);
    expect(await refusal(() => balancedClassWeights(new Uint8Array([0, 1, 2]), 2))).toMatch(/label 2 at sample 2; expected 0 to 1/);
  });
});

describe('relabel', () => {
  it('gives new labels, shares the samples and keeps the role', () => {
    const test = split('test', [0, 1, 2, 3]);
    const relabelled = relabel(test, new Uint16Array([5, 4, ignoredLabel, 0]));
    expect([...relabelled.y]).toEqual([5, 4, ignoredLabel, 0]);
    expect(relabelled.source).toBe(test.source);
    expect(relabelled.role).toBe('test');
    expect([...test.y]).toEqual([0, 1, 2, 3]);
  });

  it('has classes up to 65,534, and refuses what is no label', async () => {
    const y = Uint16Array.from({ length: 65_535 }, (_, label) => label);
    const all = createSplit('test', { x: new Float32Array(y.length), y, sampleShape: [1], classCount: 65_535 });
    expect(relabel(all, y.slice().reverse()).y.subarray(0, 2)).toEqual(Uint16Array.from([65_534, 65_533]));
    expect(relabel(all, y.slice().fill(ignoredLabel)).y.every((label) => label === ignoredLabel)).toBe(true);
    for (const wrong of [-1, 1.5, 65_536, Number.NaN])
      expect(await refusal(() => relabel(split('test', [0]), [wrong]))).toMatch(
        /classOf is \S+ for class 0; expected 0 to 65534, or 65535/,
      );
  });

  it('keeps 255 a class like any other', () => {
    const task = relabel(split('train', [0, 1]), [255, 254]);
    expect([
      ...relabel(
        task,
        Uint16Array.from({ length: 256 }, (_, label) => label + 1),
      ).y,
    ]).toEqual([256, 255]);
  });

  it('keeps ignored samples ignored', () => {
    const once = relabel(split('train', [0, 1]), [ignoredLabel, 1]);
    expect([...relabel(once, new Uint8Array([7, 6])).y]).toEqual([ignoredLabel, 6]);
  });

  it('refuses a label without an entry', async () => {
    expect(await refusal(() => relabel(split('train', [0, 3]), new Uint8Array(3)))).toMatch(
      /label 3 at sample 1 has no entry in classOf, which has 3/,
    );
  });
});

describe('oneVsRest', () => {
  it('makes one task a class, sharing the samples', () => {
    const tasks = oneVsRest(data);
    expect(tasks.map(({ name }) => name)).toEqual(classNames);
    const [zero, , , three] = tasks;
    expect({ ...zero, classOf: [...zero!.classOf], train: [...zero!.train.y], validation: [...zero!.validation.y] }).toEqual({
      name: 'zero',
      classNames: ['rest', 'zero'],
      classOf: [1, 0, 0, 0],
      train: [1, 1, 1, 0, 0, 0, 0, 0],
      validation: [0, 0, 0, 1],
      classWeights: [8 / (2 * 5), 8 / (2 * 3)],
    });
    expect([...three!.train.y]).toEqual([0, 0, 0, 0, 0, 1, 1, 1]);
    for (const task of tasks) {
      expect(task.train.source).toBe(data.train.source);
      expect(task.validation.source).toBe(data.validation.source);
    }
  });

  it('makes the tasks asked for, each once, in that order', () => {
    const tasks = oneVsRest(data, { classes: ['two', 'zero', 'two'], classWeights: 'none' });
    expect(tasks.map(({ name, classWeights }) => [name, classWeights])).toEqual([
      ['two', [1, 1]],
      ['zero', [1, 1]],
    ]);
  });

  it.each<[string, () => unknown, RegExp]>([
    [
      'an unknown class',
      () => oneVsRest(data, { classes: ['thre'] }),
      /no class is named "thre"; did you mean "three"\? \(the data has zero, one, two, three\)/,
    ],
    ['a class like none', () => oneVsRest(data, { classes: ['elephant'] }), /no class is named "elephant"; the data has zero/],
    ['no class', () => oneVsRest(data, { classes: [] }), /classes is \[\]; expected a list/],
    ['text', () => oneVsRest(data, { classes: 'zero' as never }), /classes is "zero"; expected a list/],
    ['other weights', () => oneVsRest(data, { classWeights: 'equal' as 'none' }), /classWeights is "equal"; expected 'balanced' or 'none'/],
    [
      'an empty class',
      () => oneVsRest({ ...data, train: split('train', [0, 1, 2]) }, { classes: ['three'] }),
      /class "three" of task "three" has no sample in the train split/,
    ],
    [
      'data of one class',
      () => oneVsRest({ ...data, train: split('train', [1, 1]) }, { classes: ['one'] }),
      /class "rest" of task "one" has no sample in the train split/,
    ],
    [
      'a class missing in validation',
      () => oneVsRest({ ...data, validation: split('validation', [0]) }, { classes: ['one'] }),
      /class "one" .* in the validation split/,
    ],
    [
      'a single validation sample',
      () => oneVsRest({ ...data, validation: split('validation', [1]) }, { classes: ['one'] }),
      /class "rest" .* in the validation split/,
    ],
    [
      'the test split',
      () => oneVsRest({ ...data, validation: split('test', [0, 1]) as never }),
      /oneVsRest: the test split was given; expected 'validation'/,
    ],
    [
      'swapped splits',
      () => oneVsRest({ ...data, train: data.validation as never }),
      /oneVsRest: the validation split was given; expected 'train'/,
    ],
  ])('refuses %s', async (_, run, expected) => {
    expect(await refusal(run)).toMatch(expected);
  });
});

describe('group', () => {
  it('sets one group against the rest', () => {
    const task = group(data, { name: 'even', classes: ['zero', 'two'] });
    expect({ ...task, classOf: [...task.classOf], train: [...task.train.y], validation: [...task.validation.y] }).toEqual({
      name: 'even',
      classNames: ['rest', 'even'],
      classOf: [1, 0, 1, 0],
      train: [1, 1, 1, 0, 1, 0, 0, 0],
      validation: [0, 1, 0, 1],
      classWeights: [1, 1],
    });
  });

  it('makes one class a group and ignores the others', () => {
    const task = group(data, { name: 'shape', groups: { straight: ['one', 'one'], round: ['three', 'zero'] } });
    expect(task.classNames).toEqual(['straight', 'round']);
    expect([...task.classOf]).toEqual([1, 0, ignoredLabel, 1]);
    expect([...task.train.y]).toEqual([1, 1, 1, 0, ignoredLabel, 1, 1, 1]);
    expect(task.classWeights).toEqual([7 / 2, 7 / 12]);
    expect(task.train.source).toBe(data.train.source);
  });

  it('agrees with oneVsRest for a group of one', () => {
    const [expected] = oneVsRest(data, { classes: ['two'] });
    expect(group(data, { name: 'two', classes: ['two'] })).toEqual(expected);
  });

  it.each<[string, () => unknown, RegExp]>([
    ['an unknown class', () => group(data, { name: 'a', classes: ['onee'] }), /group: no class is named "onee"; did you mean "one"/],
    [
      'a class in two groups',
      () => group(data, { name: 'a', groups: { p: ['one'], q: ['two', 'one'] } }),
      /class "one" is in "p" and in "q"/,
    ],
    ['one group', () => group(data, { name: 'a', groups: { p: ['one'] } }), /task "a" has 1 group; expected at least two/],
    ['no group', () => group(data, { name: 'a', groups: {} }), /task "a" has 0 groups/],
    [
      'an empty group',
      () => group(data, { name: 'a', groups: { p: ['one'], q: [] } }),
      /classes of "q" are \[\]; expected a list of at least one of zero, one, two, three/,
    ],
    ['no class', () => group(data, { name: 'a', classes: [] }), /classes of "a" are \[\]/],
    ['text', () => group(data, { name: 'a', classes: 'one' as never }), /classes of "a" are "one"/],
    ['every class', () => group(data, { name: 'all', classes: classNames }), /class "rest" of task "all" has no sample/],
    ['neither', () => group(data, { name: 'a' } as never), /neither classes nor groups/],
    ['both', () => group(data, { name: 'a', classes: ['one'], groups: {} } as never), /both classes and groups/],
    [
      'a group without samples',
      () => group({ ...data, train: split('train', [0, 1]) }, { name: 'a', groups: { p: ['zero'], q: ['three'] } }),
      /class "q" of task "a" has no sample in the train split/,
    ],
  ])('refuses %s', async (_, run, expected) => {
    expect(await refusal(run)).toMatch(expected);
  });
});

it('restoreTask makes a task from what is kept of it', async () => {
  const task = group(data, { name: 'low', classes: ['zero', 'one'] });
  const { name, classNames: names, classOf } = task;
  expect(restoreTask(data, { name, classNames: names, classOf: [...classOf] })).toEqual(task);
  expect(await refusal(() => restoreTask(data, { name, classNames: names, classOf: [0, 1] }))).toMatch(/has no entry in classOf/);
  expect(await refusal(() => restoreTask(data, { name, classNames: names, classOf: [0, 1, -1, 0] }))).toMatch(
    /restoreTask: classOf of "low" is -1 for class 2/,
  );
});
