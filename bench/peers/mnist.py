"""What all peers share: the data, the trained network, the tasks, the figures and how they are told."""

import json
import os
import resource
import sys
import time
from pathlib import Path

import numpy as np

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "2")

LAYERS = [("dense_300", 300), ("dense_100", 100)]


def read_settings():
    return json.loads(sys.argv[1])


def read_idx(path):
    data = Path(path).read_bytes()
    shape = np.frombuffer(data, ">i4", count=data[3], offset=4)
    return np.frombuffer(data, np.uint8, offset=4 + 4 * len(shape)).reshape(shape)


def read_split(folder, images, labels):
    x = read_idx(Path(folder, images)).reshape(-1, 784).astype(np.float32) / 255
    return x, read_idx(Path(folder, labels)).astype(np.int64)


def read_data(settings):
    """Training, validation and test samples; the validation samples are those that our side holds out."""
    x, y = read_split(settings["data"], "train-images-idx3-ubyte", "train-labels-idx1-ubyte")
    held = np.zeros(len(y), bool)
    held[json.loads(Path(settings["prepared"], "validation.json").read_text())] = True
    samples = settings.get("samples")
    train = x[~held][:samples], y[~held][:samples]
    test = read_split(settings["data"], "t10k-images-idx3-ubyte", "t10k-labels-idx1-ubyte")
    return train, (x[held], y[held]), test


def read_network(settings):
    """The trained network that our side saved: [(kernel, bias), …], the head last."""
    folder = Path(settings["prepared"], "network")
    manifest = json.loads((folder / "model.json").read_text())["weightsManifest"]
    weights = []
    for group in manifest:
        values = np.frombuffer(b"".join((folder / path).read_bytes() for path in group["paths"]), "<f4")
        at = 0
        for spec in group["weights"]:
            size = int(np.prod(spec["shape"]))
            weights.append(values[at : at + size].reshape(spec["shape"]).copy())
            at += size
    return list(zip(weights[::2], weights[1::2]))


def one_vs_rest(y, digit):
    """Labels (1: the digit) and balanced class weights N / (2·N_c)."""
    labels = (y == digit).astype(np.int64)
    return labels, [len(labels) / (2 * np.sum(labels == c)) for c in (0, 1)]


def task_figures(digit, chosen, labels, kept):
    recalls = [float(np.mean(chosen[labels == c] == c)) for c in (0, 1)]
    return {
        "task": str(digit),
        "accuracy": float(np.mean(chosen == labels)),
        "balancedAccuracy": sum(recalls) / 2,
        "units": int(sum(np.sum(layer) for layer in kept)),
    }


def peak_memory_mb():
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def cores():
    return len(os.sched_getaffinity(0))


def clock():
    return time.perf_counter()


def report(**result):
    print(json.dumps({**result, "peakMemoryMB": peak_memory_mb(), "cores": cores()}), flush=True)
