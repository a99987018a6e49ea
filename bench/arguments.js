import { parseArgs } from 'node:util';
import { partNames } from './parts.js';

const usage = `Usage: pnpm bench [--only PART]… [--quick] [--rounds N] [--out FILE]

  --only PART   run this part alone; may be given more than once: ${partNames.join(', ')}
  --quick       few samples, one epoch, one round: shows that everything runs, not how fast
  --rounds N    rounds that each figure is the median of (3)
  --out FILE    where the results go (bench/results.json; bench/results-part.json for --only and --quick)`;

const options = {
  only: { type: 'string', multiple: true },
  quick: { type: 'boolean', default: false },
  rounds: { type: 'string' },
  out: { type: 'string' },
  help: { type: 'boolean', default: false },
};

const refuse = (message) => {
  process.stderr.write(`pnpm bench: ${message}\n\n${usage}\n`);
  process.exit(2);
};

const parse = () => {
  try {
    return parseArgs({ options }).values;
  } catch (error) {
    return refuse(error.message);
  }
};

export const readArguments = () => {
  const { only, quick, rounds, out, help } = parse();
  if (help) {
    process.stdout.write(`${usage}\n`);
    process.exit(0);
  }
  const unknown = only?.find((name) => !partNames.includes(name));
  if (unknown !== undefined) refuse(`no part is called "${unknown}"; there are ${partNames.join(', ')}`);
  const count = Number(rounds ?? (quick ? 1 : 3));
  if (!Number.isInteger(count) || count < 1) refuse(`--rounds is ${rounds}; expected a whole number of at least 1`);
  const isWhole = only === undefined && !quick;
  return {
    only: only ?? partNames,
    quick,
    rounds: count,
    isWhole,
    out: out ?? new URL(isWhole ? 'results.json' : 'results-part.json', import.meta.url),
  };
};
