// What a search minimises, measured on the validation split for any mask with a linear probe of its own.
import { ignoredLabel } from '@dum/datasets';
import { fitSubnetworks, subnetworkOutputs } from '@dum/experiments';
import { keptUnits } from '@dum/masks/mask-set';

/** The mean cross-entropy of logits `[samples, classes]` against labels; samples with the ignored label don't count. */
export const crossEntropyOf = (logits, y) => {
  const classes = logits.length / y.length;
  let [sum, count] = [0, 0];
  y.forEach((label, sample) => {
    if (label === ignoredLabel) return;
    const row = logits.subarray(sample * classes, (sample + 1) * classes);
    const most = Math.max(...row);
    sum += most + Math.log(row.reduce((total, logit) => total + Math.exp(logit - most), 0)) - row[label];
    count++;
  });
  return sum / count;
};

/**
 * The objective of each mask set for a task: validation cross-entropy + alpha · kept units. A linear probe is fitted to each in the same way.
 */
export const objectivesOf = async (network, task, maskSets, { alpha, ...fitting }) => {
  const tasks = maskSets.map((_, at) => ({ ...task, name: `${task.name} ${at}` }));
  const fitted = await fitSubnetworks(network, tasks, maskSets, fitting);
  const outputs = await subnetworkOutputs(network, fitted, task.validation);
  return outputs.map((logits, at) => crossEntropyOf(logits, task.validation.y) + alpha * keptUnits(maskSets[at]));
};

/** How far above the lowest objective of the others that of the found mask may be. */
const tolerance = 1.01;

/** Whether no other mask has a lower objective than the found one. */
export const isLowest = ({ found, ...others }) =>
  found !== null && found <= tolerance * Math.min(...Object.values(others).filter((objective) => objective !== null));
