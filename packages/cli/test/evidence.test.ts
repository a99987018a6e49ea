import { copyFileSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { recordingTerminal, runDum, runDumWith, signalSource, temporaryFolder } from './_run-dum.js';

const { folder, remove } = temporaryFolder();
afterAll(remove);

const at = (...names: string[]) => join(folder, ...names);
const jsonIn = (...names: string[]) => JSON.parse(readFileSync(at(...names), 'utf8')) as Record<string, unknown>;
const data = ['--dataset', 'mnist', '--limit', '1000'];
const network = ['--network', at('network'), ...data];
const discover = (out: string, ...more: string[]) =>
  runDum('discover', ...network, '--tasks', '0,1', '--controls', '0', '--out', at(out), ...more);

beforeAll(async () => {
  await runDum('train', ...data, '--network', 'mlp:12', '--epochs', '2', '--batch-size', '32', '--out', at('network'));
  await discover('learned', '--epochs', '1', '--keep-units', '5');
  await discover('taylor', '--method', 'taylor', '--keep-units', '5');
});

describe('dum discover --method', () => {
  it('writes the same files as a search', () => {
    const { settings, tasks } = jsonIn('taylor', 'summary.json') as { settings: object; tasks: object[] };
    expect(settings).toMatchObject({ method: 'taylor', budget: { measure: 'units', limit: 5 } });
    expect(settings).not.toHaveProperty('alpha');
    expect(tasks).toMatchObject([{ keptUnits: 5 }, { keptUnits: 5 }]);
  });

  it.each([
    [['--method', 'taylor'], /--method taylor ranks units and needs a budget; give --keep-units/],
    [
      ['--method', 'random', '--keep-units', '5', '--no-check'],
      /--no-check applies to learned masks only, and --method random learns none/,
    ],
    [['--method', 'random', '--keep-units', '5', '--alpha', '1'], /--alpha applies to learned masks only, and --method random learns none/],
    [
      ['--method', 'taylor', '--keep-units', '5', '--objective', 'completeness'],
      /--objective applies to learned masks only, and --method taylor learns none/,
    ],
    [
      ['--method', 'taylor', '--keep-units', '5', '--read-out', 'original-head'],
      /--read-out applies to learned masks only, and --method taylor learns none/,
    ],
    [['--method', 'tailor'], /--method is "tailor" \(did you mean taylor\?\)/],
  ])('refuses %o', async (given, says) => {
    const { code, stderr } = await discover('refused', ...given);
    expect(code).toBe(2);
    expect(stderr).toMatch(says);
  });
});

describe('dum evidence', () => {
  const evidence = (of: string, ...more: string[]) =>
    runDum('evidence', ...network, '--masks', at(of, 'masks.json'), '--draws', '9', '--out', at(of), ...more);

  it('repeats the search that summary.json describes, and judges', async () => {
    const { code, stdout, stderr } = await evidence('learned');
    expect(code).toBe(0);
    expect(stderr).not.toContain('is not repeated');
    expect(stdout).toMatch(/0: (Sufficient|Not sufficient)/);
    for (const line of stdout.split('\n').slice(0, -2)) expect(line.length).toBeLessThanOrEqual(80);
    const written = jsonIn('learned', 'evidence.json') as { evidence: { overlaps: number[]; random: { drawn: number[] } }[] };
    expect(written).toMatchObject({ dataset: 'mnist', split: 'validation', seed: 1, draws: 9, evidence: [{ task: '0' }, { task: '1' }] });
    for (const { overlaps, random } of written.evidence) expect([overlaps.length, random.drawn.length]).toEqual([2, 9]);
  });

  it('goes on behind the tasks that evidence.json has, also in its first version, and refuses one of other settings', async () => {
    const file = at('learned', 'evidence.json');
    const before = jsonIn('learned', 'evidence.json') as { evidence: (Record<'allUnits' | 'recallLost', unknown> & object)[] };
    const older = before.evidence
      .slice(1)
      .map(({ allUnits: headOnly, recallLost: damage, ...others }) => ({ ...others, headOnly, damage }));
    writeFileSync(file, JSON.stringify({ ...before, version: 1, evidence: older }));
    const again = await evidence('learned');
    expect(again).toMatchObject({
      code: 0,
      stderr: expect.stringContaining('evidence.json has 1 already, which are reused') as string,
    });
    expect(again.stderr).toContain('gather evidence on 1 subnetwork:');
    expect((jsonIn('learned', 'evidence.json') as typeof before).evidence).toEqual(before.evidence);
    const alone = await evidence('learned', '--task', '1');
    expect(alone.stderr).not.toContain('gather');
    expect(alone.stdout).toMatch(/^1: /m);
    expect(alone.stdout).not.toMatch(/^0: /m);

    const kept = readFileSync(file, 'utf8');
    const other = await evidence('learned', '--seed', '2');
    expect(other).toMatchObject({
      code: 2,
      stderr: expect.stringMatching(/evidence\.json cannot be continued: its seed differs; give another --out/) as string,
    });
    expect(readFileSync(file, 'utf8')).toBe(kept);
  });

  it('keeps what was gathered before a stop signal', async () => {
    const source = signalSource();
    const written = () => existsSync(at('stopped', 'evidence.json'));
    const stop = setInterval(() => void (written() && source.send('SIGINT')), 1);
    const given = ['evidence', ...network, '--masks', at('learned', 'masks.json'), '--draws', '9', '--out', at('stopped')];
    const stderr = recordingTerminal();
    const { code } = await runDumWith({ onSignal: source.onSignal, stderr: stderr.stream, exit: () => undefined }, ...given);
    clearInterval(stop);
    expect(code).toBe(130);
    expect(stderr.text().replaceAll(/\s+/g, ' ')).toContain('1 of 2 tasks are kept in');
    expect((await runDum(...given)).code).toBe(0);
    expect(jsonIn('stopped', 'evidence.json').evidence).toEqual(jsonIn('learned', 'evidence.json').evidence);
  });

  it('reports that there is no search to repeat', async () => {
    const { code, stderr } = await evidence('taylor', '--task', '1', '--split', 'test');
    expect(code).toBe(0);
    expect(stderr).toContain('so stability is not judged: the masks were not learned, but found by taylor');
    expect(jsonIn('taylor', 'evidence.json')).toMatchObject({
      split: 'test',
      searchRepeated: false,
      evidence: [{ task: '1', overlaps: [] }],
    });
  });
});

describe('dum frontier', () => {
  const given = [...network, '--tasks', '0', '--epochs', '1', '--keep-units', '3,6', '--out', at('frontier')];
  const frontier = (...more: string[]) => runDum('frontier', ...given, ...more);
  const typed = (methods: string) => expect.stringMatching(new RegExp(`^dum frontier .* --methods ${methods}$`)) as string;

  it('writes points, rows and comparisons, and adds to them', async () => {
    const first = await frontier('--methods', 'learned,random');
    expect(first.code).toBe(0);
    expect(first.stdout).toMatch(/learned is .* random at/);
    const before = jsonIn('frontier', 'frontier.json') as { points: object[] };
    expect(before.points).toHaveLength(4);
    const more = await frontier('--methods', 'learned,random,weight-magnitude');
    expect(more.stderr).toContain('has 4 points already, which are reused');
    const after = jsonIn('frontier', 'frontier.json') as Record<'points' | 'rows' | 'comparisons' | 'commands', object[]>;
    expect(after.points.slice(0, 4)).toEqual(before.points);
    expect([after.points.length, after.rows.length, after.comparisons.length]).toEqual([6, 6, 4]);
    expect(after.commands).toEqual(['learned,random', 'learned,random,weight-magnitude'].map((methods) => typed(methods)));
  });

  it('has its rows computed and written anew from the points when a command is repeated', async () => {
    const file = at('frontier', 'frontier.json');
    const before = jsonIn('frontier', 'frontier.json') as object;
    writeFileSync(file, JSON.stringify({ ...before, rows: [], comparisons: [] }));
    expect((await frontier('--methods', 'learned,random,weight-magnitude')).code).toBe(0);
    expect(jsonIn('frontier', 'frontier.json')).toEqual(before);
  });

  it.each([
    [['--methods', 'tailor'], /--methods names "tailor" \(did you mean taylor\?\)/],
    [['--keep-parameters', '9'], /2 kinds of budgets are given/],
    [['--network', at('network'), at('network'), '--seeds', '1,2'], /names 3 networks and --seeds 2 seeds/],
    [['--methods', 'random', '--split', 'test'], /frontier\.json cannot be continued: its split differs; give another --out/],
  ])('refuses %o', async (more, says) => {
    const { code, stderr } = await frontier(...more);
    expect(code).toBe(2);
    expect(stderr).toMatch(says);
  });
});

describe('dum report', () => {
  const figuresOf = async (of: string) => {
    const { code, stdout } = await runDum('report', '--masks', at(of), '--out', at(of, 'report'), '--json');
    expect(code).toBe(0);
    return (JSON.parse(stdout) as { figures: string[] }).figures;
  };

  it('takes what evidence and frontier wrote, and shows their commands', async () => {
    copyFileSync(at('frontier', 'frontier.json'), at('learned', 'frontier.json'));
    expect(await figuresOf('learned')).toEqual(expect.arrayContaining(['evidence', 'recall-lost', 'frontier', 'frontier-accuracy']));
    const html = readFileSync(at('learned', 'report', 'report.html'), 'utf8');
    expect(html).toMatch(/<li>learned is (better than|worse than|not different from) random at 3/);
    for (const name of ['evidence', 'frontier']) {
      const { command, commands = [command] } = jsonIn('learned', `${name}.json`) as { command: string; commands?: string[] };
      for (const each of commands) {
        expect(each).toMatch(new RegExp(`^dum ${name} `));
        expect(html).toContain(`<pre>${each}</pre>`);
      }
    }
  });

  it('draws no search where units were ranked', async () => {
    const figures = await figuresOf('taylor');
    expect(figures).toContain('evidence');
    expect(figures.filter((name) => name.startsWith('search-'))).toEqual([]);
  });
});
