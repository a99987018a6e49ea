/** A tensor by the name of its layer and the call there. */
type Source = readonly [layer: string, call: number, ...rest: unknown[]];

/** What the order depends on. */
interface Ordered {
  readonly name: string;
  readonly inbound_nodes: readonly (readonly Source[])[];
}

interface Call {
  readonly layer: string;
  readonly inputs: readonly Call[];
  depth: number;
}

/** All calls in the order in which Keras visits them from the outputs, each after its inputs, and the first visit of each layer. */
const traverse = (layers: readonly Ordered[], outputs: readonly Source[]) => {
  const byName = new Map(layers.map((layer) => [layer.name, layer]));
  const finished = new Map<string, Call>();
  const met = new Set<string>();
  const visit = ([name, call]: Source): Call => {
    const key = `${name} ${call}`;
    const known = finished.get(key);
    if (known !== undefined) return known;
    met.add(name);
    const made: Call = { layer: name, inputs: (byName.get(name)!.inbound_nodes[call] ?? []).map(visit), depth: 0 };
    finished.set(key, made);
    return made;
  };
  for (const output of outputs) visit(output);
  return { calls: [...finished.values()], met: [...met] };
};

/**
 * Layers in the order that Keras gives them when it loads the network: by the depth of their first call, counted from the outputs, then
 * in the order of visits. An `.h5` assigns weights to layers by that order, whatever their names.
 */
export const inKerasOrder = <Layer extends Ordered>(layers: readonly Layer[], outputs: readonly Source[]): readonly Layer[] => {
  const { calls, met } = traverse(layers, outputs);
  const depths = new Map<string, number>();
  for (const call of calls.reverse()) {
    call.depth = Math.max(call.depth, depths.get(call.layer) ?? 0);
    depths.set(call.layer, call.depth);
    for (const input of call.inputs) input.depth = Math.max(input.depth, call.depth + 1);
  }
  const places = new Map(met.map((name, place) => [name, place]));
  const placeOf = ({ name }: Ordered): number => places.get(name) ?? places.size;
  const depthOf = ({ name }: Ordered): number => depths.get(name) ?? 0;
  return [...layers].sort((a, b) => depthOf(b) - depthOf(a) || placeOf(a) - placeOf(b));
};
