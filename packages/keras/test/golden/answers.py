"""What Keras answers to seeded inputs, for networks whose weights all show."""

import json
from pathlib import Path

import numpy as np


def leaves(layer):
    """The layers of a network that hold weights themselves."""
    inner = getattr(layer, "layers", None)
    return [layer] if inner is None else [leaf for part in inner for leaf in leaves(part)]


def randomize(keras, network, seed):
    """Gives every vector of weights, which Keras starts at zeros or ones, values that show."""
    random = np.random.default_rng(seed)
    for layer in leaves(network):
        if isinstance(layer, keras.layers.Normalization):
            continue
        drawn = []
        for weight, value in zip(layer.weights, layer.get_weights()):
            scale = "variance" in weight.name or "gamma" in weight.name
            small = value.ndim == 1 or "alpha" in weight.name
            new = random.uniform(0.5, 2, value.shape) if scale else random.normal(0, 0.3, value.shape)
            drawn.append(new.astype("float32") if small else value)
        layer.set_weights(drawn)


def as_json(values):
    return [{"shape": list(value.shape), "values": [float(f"{v:.9g}") for v in value.ravel().tolist()]} for value in values]


def write_answers(keras, network, stem, low, high):
    """Writes inputs and outputs beside the files of a network."""
    random = np.random.default_rng(8)
    inputs = [random.uniform(low, high, [2, *i.shape[1:]]).astype("float32") for i in network.inputs]
    answer = network.predict(inputs if len(inputs) > 1 else inputs[0], verbose=0)
    outputs = answer if isinstance(answer, list) else [answer]
    Path(f"{stem}.json").write_text(json.dumps({"keras": keras.__version__, "inputs": as_json(inputs), "outputs": as_json(outputs)}) + "\n")
    print(Path(stem).name, network.count_params(), [f"{np.abs(output).max():.3g}" for output in outputs], flush=True)
