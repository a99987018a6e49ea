import type { SymbolicTensor } from '@tensorflow/tfjs-layers';
import { DumError } from '@dum/errors';
import type { UnitMask } from '../layers/unit-mask.js';
import { unitShape } from '../units/unit-shape.js';
import { isInput, type Layer, type Node } from './_graph.js';
import { gatheredFrom, isRepeated, type UnitGraph } from './_mask-places.js';
import { maskableLayers, ruleOf } from '../rules/registry.js';

const callsOf = (layer: Layer, nodes: readonly Node[]): Node[] => nodes.filter(({ outboundLayer }) => outboundLayer === layer);

/** Refuses, by name, a layer that no mask can follow. */
export const requireMaskable = (who: string, layer: Layer, nodes: readonly Node[]): void => {
  const outputs = callsOf(layer, nodes)[0]!.outputTensors.length;
  if (outputs === 1) return;
  throw new DumError('bad-input', `${who}: layer "${layer.name}" has ${outputs} outputs; select the layers behind them`);
};

/** Refuses, by name, a layer of unknown kind that is masked or depends on a masked one: it may mix samples or units in any way. */
export const requireSupported = (who: string, nodes: readonly Node[], masked: ReadonlySet<Layer>): void => {
  const late = new Set(nodes.filter(({ outboundLayer }) => masked.has(outboundLayer)));
  for (const node of nodes) {
    if (!isInput(node) && node.inputTensors.some(({ sourceLayer, nodeIndex }) => late.has(sourceLayer.inboundNodes[nodeIndex]!)))
      late.add(node);
  }
  const unknown = nodes.find((node) => late.has(node) && ruleOf(node.outboundLayer) === undefined)?.outboundLayer;
  if (unknown === undefined) return;
  throw new DumError(
    'bad-input',
    `${who}: layer "${unknown.name}" is a ${unknown.getClassName()}, and its effect on masked units is not known; supported are ${maskableLayers().join(', ')}`,
  );
};

/** Refuses, by name, a layer whose output has no units of the mask's granularity. */
export const requireUnits = (who: string, layer: Layer, mask: UnitMask, { nodes, flow }: UnitGraph): void => {
  const tensors = callsOf(layer, nodes).map(({ outputTensors }) => outputTensors[0]!);
  const components = flow.componentsOf(tensors[0]!);
  const formsThem = (node: Node) => [...flow.componentsOf(node.outputTensors[0]!)].some((component) => components.has(component));
  const channelsFirst = nodes.find((node) => hasChannelsFirst(node) && formsThem(node))?.outboundLayer;
  if (channelsFirst !== undefined && mask.granularity !== 'element') {
    throw new DumError(
      'bad-input',
      `${who}: layer "${channelsFirst.name}" has its channels first, and a mask of channels needs them last; give its mask granularity: 'element', or build the network with dataFormat 'channelsLast'`,
    );
  }
  for (const { shape } of tensors) unitShape(`${who}: layer "${layer.name}"`, shape, mask.granularity);
};

/** Refuses, by name, a layer with several values of each unit, which a later layer merges into one channel. */
export const requireApart = (who: string, layer: Layer, { granularity }: UnitMask, graph: UnitGraph): void => {
  const [tensor] = callsOf(layer, graph.nodes).flatMap(({ outputTensors }) => outputTensors) as [SymbolicTensor];
  const from = isRepeated(tensor, graph) ? gatheredFrom(tensor, graph) : undefined;
  if (from === undefined || granularity === 'element') return;
  const [values, units] = [graph.flow.unitsOf(tensor), new Set(graph.flow.unitsOf(tensor))];
  throw new DumError(
    'bad-input',
    `${who}: layer "${layer.name}" has ${values.length} values of ${units.size} units, because a reshape merges several values of "${from.sourceLayer.name}" into each channel, which can only be dropped together; select the reshape or a layer after it, or give the mask granularity: 'element'`,
  );
};

const hasChannelsFirst = ({ outboundLayer, outputTensors }: Node): boolean =>
  (outboundLayer.getConfig() as { dataFormat?: string }).dataFormat === 'channelsFirst' && outputTensors[0]!.shape.length > 2;
