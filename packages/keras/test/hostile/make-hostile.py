"""Writes HDF5 files that no Keras writes: small, and meant to hurt whoever reads them.

endless.h5 is not written here: damaged-files.test.ts came upon it, and HDF5 never returns from reading its config.

python make-hostile.py          (made with h5py 3.14)
"""

import json
from pathlib import Path

import h5py
import numpy as np

here = Path(__file__).parent


def config(units, inputs):
    layers = [
        {"class_name": "InputLayer", "config": {"batch_input_shape": [None, inputs], "dtype": "float32", "name": "i"}},
        {"class_name": "Dense", "config": {"name": "d", "trainable": True, "dtype": "float32", "units": units, "use_bias": False}},
    ]
    return json.dumps({"class_name": "Sequential", "config": {"name": "s", "layers": layers}})


def write(name, fill, units=16, inputs=8, named=b"d/kernel:0"):
    """A file of one dense layer whose kernel `fill` puts into its group."""
    with h5py.File(here / f"{name}.h5", "w") as file:
        file.attrs["model_config"] = config(units, inputs)
        file.attrs["keras_version"] = "2.9.0"
        root = file.create_group("model_weights")
        root.attrs["layer_names"] = [b"d"]
        group = root.create_group("d")
        group.attrs["weight_names"] = [named] if isinstance(named, bytes) else named
        fill(group)


def kernel(shape, **more):
    return lambda group: group.create_dataset("d/kernel:0", shape, dtype=more.pop("dtype", "f4"), **more)


write("sixteen-tebibytes", kernel((1 << 20, 1 << 22)), 1 << 22, 1 << 20)
write("four-gibibytes", kernel((1 << 14, 1 << 16)), 1 << 16, 1 << 14)
write("one-gibibyte", kernel((1 << 13, 1 << 15)), 1 << 15, 1 << 13)
write("deflated", kernel((1 << 12, 1 << 12), data=np.zeros((1 << 12, 1 << 12), "f4"), chunks=(1 << 12, 1 << 12), compression="gzip"), 1 << 12, 1 << 12)
write("half", kernel((8, 16), dtype="f2"))
write("big-endian", kernel((8, 16), dtype=">f4"))
write("whole-numbers", kernel((8, 16), dtype="i4"))
write("group-for-data", lambda group: group.create_group("d/kernel:0"))
write("texts-for-data", lambda group: group.create_dataset("d/kernel:0", data=np.array([b"abc"] * 128).reshape(8, 16)))
write("no-values", kernel((0, 16)), 16, 8)
write("other-shape", kernel((16, 8), data=np.ones((16, 8))))
write("not-a-number", kernel((8, 16), data=np.full((8, 16), np.nan)))
write("infinite", kernel((8, 16), data=np.full((8, 16), np.inf)))
write("link-out", lambda group: group.__setitem__("d", h5py.ExternalLink("/etc/passwd", "/d")))
write("link-to-itself", lambda group: group.__setitem__("d", h5py.SoftLink("/model_weights/d/d")))
write("data-elsewhere", lambda group: group.create_dataset("d/kernel:0", (8, 16), "f4", external=[("/etc/passwd", 0, 512)]))


def virtual(group):
    layout = h5py.VirtualLayout((8, 16), "f4")
    layout[:] = h5py.VirtualSource("/etc/passwd", "d", (8, 16))
    group.create_virtual_dataset("d/kernel:0", layout)


write("virtual", virtual)




with h5py.File(here / "number-for-config.h5", "w") as file:
    file.attrs["model_config"] = 7
with h5py.File(here / "weights-only.h5", "w") as file:
    file.attrs["layer_names"] = [b"d"]
    file.create_dataset("d/d/kernel:0", data=np.ones((8, 16), "f4"))
with h5py.File(here / "config-of-nesting.h5", "w") as file:
    file.attrs["keras_version"] = "2.9.0"
    file.attrs.create("model_config", data="[" * 200000, dtype=h5py.string_dtype())

# a file of 270 kB whose list of names has 0.8 GB once it is read: every name is the same piece of the file
path = here / "names-all-one.h5"
count, long = 4000, 200_000
with h5py.File(path, "w") as file:
    file.attrs["keras_version"] = "2.9.0"
    file.attrs["model_config"] = config(16, 8)
    names = ["x" * long] + [f"{i:04d}" for i in range(1, count)]
    file.create_group("model_weights").attrs.create("layer_names", data=names, dtype=h5py.string_dtype())
raw = bytearray(path.read_bytes())
first = raw.index(long.to_bytes(4, "little"), raw.index(b"layer_names"))
for i in range(1, count):
    raw[first + 16 * i : first + 16 * (i + 1)] = raw[first : first + 16]
path.write_bytes(raw)
