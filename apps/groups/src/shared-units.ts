import { chanceLevels, coverage, iou, type Subnetwork } from '@dum/masks';

/**
 * The overlap of the first two subnetworks with each of the others, as lines of a table.
 *
 * A share is the part of a digit's units that the group's subnetwork keeps too (coverage). Beside each is its chance level: the expected
 * share when as many units in each layer are drawn at random.
 */
export const sharedUnits = (subnetworks: readonly Subnetwork[]): string[] => {
  const [first, second, ...digits] = subnetworks;
  if (first === undefined || second === undefined) return [];
  const groups = [first, second];
  return [
    "Share of a digit's units that the group's subnetwork keeps too, and what random masks of the same size in each layer would share",
    `digit    ${groups.map(({ task }) => `${task.padStart(9)}   chance`).join(' ')}`,
    ...digits.map(({ task, masks }) => {
      const chance = (group: Subnetwork) => chanceLevels(masks, group.masks).coverage.first;
      const cells = groups.map((group) => `${percent(coverage(masks, group.masks)).padStart(9)} ${percent(chance(group)).padStart(8)}`);
      return `${task.padEnd(8)} ${cells.join(' ')}`;
    }),
    `${first.task} and ${second.task} share ${percent(iou(first.masks, second.masks))} of the units that either keeps (IoU); by chance it would be about ${percent(chanceLevels(first.masks, second.masks).iou)}.`,
  ];
};

const percent = (value: number): string => `${Math.round(100 * value)} %`;
