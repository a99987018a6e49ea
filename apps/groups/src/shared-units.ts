import { coverage, iou, keptUnits, type Subnetwork, totalUnits } from '@dum/masks';

/**
 * What the first two subnetworks share with each of the others, as lines of a table.
 *
 * A share is the part of a digit's units that the group's subnetwork keeps too (coverage); beside it stands what a random mask of the
 * group's size would cover, its number of units over all units.
 */
export const sharedUnits = (subnetworks: readonly Subnetwork[]): string[] => {
  const [first, second, ...digits] = subnetworks;
  if (first === undefined || second === undefined) return [];
  const groups = [first, second];
  const chance = groups.map(({ masks }) => keptUnits(masks) / totalUnits(masks));
  return [
    `Share of a digit's units that the group's subnetwork keeps too (a random mask of its size: ${groups.map(({ task }, index) => `${task} ${percent(chance[index]!)}`).join(', ')})`,
    `digit    ${groups.map(({ task }) => task.padStart(9)).join(' ')}`,
    ...digits.map(
      ({ task, masks }) => `${task.padEnd(8)} ${groups.map((group) => percent(coverage(masks, group.masks)).padStart(9)).join(' ')}`,
    ),
    `${first.task} and ${second.task} share ${percent(iou(first.masks, second.masks))} of the units that either keeps (IoU).`,
  ];
};

const percent = (value: number): string => `${Math.round(100 * value)} %`;
