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

/** Every call, after those that it reads, in the order in which Keras comes upon them from the outputs; and when it meets each layer first. */
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
 * Layers in the order that a network of Keras has them in once it is loaded: by how far the last thing that needs them is from the
 * outputs, then as they are met from there. An `.h5` gives weights to layers by that order, whatever their names.
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
