// The loss of a masked network at fixed logits and head, in inference mode, with α's penalty: peers/alpha_loss.py gives theirs.
import { join } from 'node:path';
import { oneVsRest } from '@dum/datasets';
import { loadNetwork } from '@dum/experiments/store';
import { UnitMask } from '@dum/masks';
import { gather, log, mean, mul, neg, oneHot, sum, tensor1d, tensor2d } from '@tensorflow/tfjs-core';
import { loadData } from './data.js';
import { maskedModel } from './masked-model.js';
import { openBackend, readSettings, report } from './process.js';

const settings = readSettings();
const { digits, rows } = settings;
const backend = await openBackend(settings);
const [{ train, classWeights }] = oneVsRest(await loadData(settings), { classes: [`${digits[0]}`] });
const model = maskedModel(await loadNetwork(join(settings.prepared, 'network')), settings);
const waves = (count, scale) => Float32Array.from({ length: count }, (_, at) => scale * Math.sin(at + 1));
const masks = model.layers.filter((layer) => layer instanceof UnitMask);
for (const { logits } of masks) logits.write(tensor2d(waves(logits.shape[1], 2), logits.shape));
model.layers.at(-1).setWeights([tensor2d(waves(200, 0.1), [100, 2]), tensor1d([0, 0])]);

const outputs = model.predict(tensor2d(train.source.values.subarray(0, rows * 784), [rows, 784]));
const labels = tensor1d(Int32Array.from(train.y.subarray(0, rows)), 'int32');
const perSample = neg(sum(mul(oneHot(labels, 2), log(outputs)), 1));
const task = mean(mul(perSample, gather(tensor1d(classWeights), labels)));
const penalty = masks.reduce((total, mask) => total + mask.penaltyPerTask().dataSync()[0], 0);
report({ losses: { [`ours ${backend}`]: task.dataSync()[0] + penalty } });
