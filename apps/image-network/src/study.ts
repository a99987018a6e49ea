import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { type BackendName, useBackend } from '@dum/backend';
import { saveNetwork } from '@dum/experiments/store';
import { keptUnits, totalUnits } from '@dum/masks';
import { contactSheet } from './contact-sheet.js';
import { cutOut } from './cut-out.js';
import { findOnce } from './find-once.js';
import { measure } from './measure.js';
import type { Results } from './results.js';
import type { Samples } from './samples.js';
import type { Settings } from './settings.js';
import { type Shown, type StrongChannel, strongestPictures } from './strongest-pictures.js';
import { timeInChromium } from './time-in-chromium.js';
import { timeInNode } from './time-in-node.js';
import type { Timing } from './time-networks.js';

/** What {@link study} needs. */
export interface StudyOptions {
  readonly network: LayersModel;
  readonly samples: Samples;
  readonly settings: Settings;
  /** The split that masks are measured on: the test split once, the validation split before. */
  readonly measuredOn: 'validation' | 'test';
  /** The Chromium that times networks in a page; left out where undefined. */
  readonly chromium: string | undefined;
  /** The folder that masks, pictures and smaller networks are written to. */
  readonly out: string;
  readonly log: (line: string) => void;
}

const shown: Shown = { channels: 3, pictures: 9 };

/** Finds which channels answer each question, measures them beside controls, shows what they respond to, and cuts them out. */
export const study = async ({ network, samples, settings, measuredOn, chromium, out, log }: StudyOptions): Promise<Results> => {
  const { tasks, data, test } = samples;
  const backend = await useBackend();
  const found = await findOnce(network, tasks, { settings, out, log });
  const { learned, minutes } = found;

  log(`Measuring on the ${measuredOn} split`);
  const figures = await measure(network, tasks, found, measuredOn === 'test' ? test : data.validation, settings);

  log('Drawing the strongest pictures');
  const channels: StrongChannel[] = [];
  for (const [at, subnetwork] of learned.entries()) channels.push(...(await strongestPictures(network, subnetwork, tasks[at]!, shown)));
  await writeFile(join(out, 'strongest.jpg'), await contactSheet(channels));

  log('Cutting subnetworks out and timing them');
  const cutOuts = await cutOut(network, learned, join(out, 'networks'));
  const folders = { whole: join(out, 'networks', 'whole'), ...Object.fromEntries(cutOuts.map(({ task, folder }) => [task, folder])) };
  await saveNetwork(network, folders.whole);
  const times = await timeEverywhere(folders, backend.name, chromium);
  return {
    backend: backend.name,
    settings,
    layers: learned[0]!.masks.layers.map(({ layer }) => ({
      layer,
      channels: totalUnits(learned[0]!.masks, layer),
      kept: learned.map(({ masks }) => keptUnits(masks, layer)),
    })),
    tasks: figures,
    channels: channels.map(({ task, layer, channel, effect, pictures }) => ({
      ...{ task, layer, channel, effect },
      yes: pictures.filter(({ isYes }) => isYes).length,
      pictures: pictures.length,
    })),
    cutOuts: cutOuts.map(({ task, certificate }) => ({ task, certificate })),
    times,
    searchMinutes: minutes,
  };
};

const timeEverywhere = async (
  folders: Readonly<Record<string, string>>,
  backend: BackendName,
  chromium: string | undefined,
): Promise<Results['times']> => {
  const times: Record<string, Timing[]> = {};
  if (backend === 'tensorflow') times['tensorflow in Node'] = await timeInNode(folders, 'tensorflow');
  times['wasm in Node'] = await timeInNode(folders, 'wasm');
  if (chromium !== undefined) times['wasm in Chromium'] = await timeInChromium(folders, chromium);
  return times;
};
