"""Loads what for-keras.ts exported; prints, by network, how far Keras is from it, as a part of the largest answer, and its weights."""

import json
from pathlib import Path

import h5py
import keras
import numpy as np

found = {}
for file in sorted(Path("exports").glob("*.h5")):
    network = keras.models.load_model(file, compile=False)
    x, y = (np.array(each["values"], "float32").reshape(each["shape"]) for each in json.loads(file.with_suffix(".json").read_text()))
    answer = network.predict(x, verbose=0)
    arrays = np.load(file.with_suffix(".npz"))
    with h5py.File(file) as whole:
        same = all(np.array_equal(whole[f"model_weights/{name.split('/')[0]}/{name}:0"], arrays[name]) for name in arrays.files)
    found[file.stem] = {
        "difference": float(np.abs(answer - y).max() / np.abs(y).max()),
        "parameters": network.count_params(),
        "inArrays": int(sum(arrays[name].size for name in arrays.files)),
        "sameArrays": bool(same),
    }
print(json.dumps({"keras": keras.__version__, "found": found}))
