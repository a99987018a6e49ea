"""Writes the small Keras files of this folder, with what Keras itself answers to seeded inputs.

Keras 3:  python make-golden.py keras3          (made with Keras 3.15.1 on TensorFlow 2.21)
Keras 2:  python make-golden.py keras2          (made with tf_keras 2.21, which is Keras 2)
"""

import json
import os
import sys
from pathlib import Path

os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"
os.environ["CUDA_VISIBLE_DEVICES"] = ""

import numpy as np

from networks import networks

here = Path(__file__).parent
family = sys.argv[1]
if family == "keras2":
    import tf_keras as keras
else:
    import keras


def leaves(layer):
    """The layers of a network that hold weights themselves."""
    inner = getattr(layer, "layers", None)
    return [layer] if inner is None else [leaf for part in inner for leaf in leaves(part)]


def randomize(network, seed):
    """Gives every vector of weights, which Keras starts at zeros or ones, values that show."""
    random = np.random.default_rng(seed)
    for layer in leaves(network):
        if isinstance(layer, keras.layers.Normalization):
            continue
        drawn = []
        for weight, value in zip(layer.weights, layer.get_weights()):
            scale = "variance" in weight.name or "gamma" in weight.name
            small = value.ndim == 1 or "alpha" in weight.name
            drawn.append((random.uniform(0.5, 2, value.shape) if scale else random.normal(0, 0.3, value.shape)).astype("float32") if small else value)
        layer.set_weights(drawn)


def as_json(values):
    return [{"shape": list(value.shape), "values": [float(f"{v:.9g}") for v in value.ravel().tolist()]} for value in values]


for name, make in networks(keras, int(family[-1])).items():
    if len(sys.argv) > 2 and name not in sys.argv[2:]:
        continue
    keras.utils.set_random_seed(1)
    keras.backend.clear_session()
    network = make()
    if name != "trained":
        randomize(network, 7)
    random = np.random.default_rng(8)
    high = 255 if name in ("mobile", "preprocessing") else 1
    inputs = [random.uniform(-high if high == 1 else 0, high, [2, *i.shape[1:]]).astype("float32") for i in network.inputs]
    answer = network.predict(inputs if len(inputs) > 1 else inputs[0], verbose=0)
    outputs = answer if isinstance(answer, list) else [answer]
    stem = here / f"{name}.{family}"
    network.save(f"{stem}.h5")
    network.save(f"{stem}.keras")
    Path(f"{stem}.json").write_text(json.dumps({"keras": keras.__version__, "inputs": as_json(inputs), "outputs": as_json(outputs)}) + "\n")
    print(name, network.count_params(), [f"{np.abs(output).max():.3g}" for output in outputs], flush=True)
