"""Writes what tensorflowjs_converter makes of some of the files of this folder (made with tensorflowjs 4.22.0).

python make-converted.py
"""

import json
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import h5py
from tensorflowjs.converters import keras_h5_conversion as conversion

folder = Path(__file__).parent


def convert(name, out, **options):
    if name.endswith(".h5"):
        topology, weights = conversion.h5_merged_saved_model_to_tfjs_format(str(folder / name))
    else:
        archive = ZipFile(folder / name)
        read = lambda entry: json.loads(archive.read(entry))
        stored = h5py.File(BytesIO(archive.read("model.weights.h5")), "r")
        topology, weights = conversion.h5_v3_merged_saved_model_to_tfjs_format(stored, read("metadata.json"), read("config.json"))
    (folder / "converted" / out).mkdir(parents=True, exist_ok=True)
    conversion.write_artifacts(topology, weights, str(folder / "converted" / out), **options)


for name in (
    "nested.keras3.h5",
    "nested.keras3.keras",
    "operators.keras3.keras",
    "preprocessing.keras2.h5",
    "preprocessing.keras2.keras",
    "shared.keras3.h5",
):
    convert(name, name)
for dtype in ("uint16", "float16"):
    convert("dense.keras3.h5", f"dense-{dtype}.keras3.h5", quantization_dtype_map={dtype: "*"})
