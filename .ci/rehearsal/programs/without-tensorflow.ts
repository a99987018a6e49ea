import { complement, createMaskSet, keptUnits, maskSetFromJson, maskSetToJson, uniteMasks } from '@dum/masks/mask-set';
import { coverage, ioMin, iou } from '@dum/masks/overlap';

const masks = (kept: readonly number[]) => createMaskSet('0'.repeat(64), [{ layer: 'hidden', shape: [4], kept }]);
const [first, second] = [masks([1, 1, 0, 0]), masks([0, 1, 1, 1])];
const again = maskSetFromJson(maskSetToJson(uniteMasks(first, second)), { name: 'masks.json' });

console.log(
  JSON.stringify({
    united: keptUnits(again),
    rest: keptUnits(complement(first)),
    overlap: [iou(first, second), ioMin(first, second), coverage(first, second)],
  }),
);
