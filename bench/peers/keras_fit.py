"""Seconds a step of Keras's fit of the masked network, after a first fit that traces and warms up."""

import sys

import mnist
import keras
import tensorflow as tf
from keras_masks import masked_model


def main():
    settings = mnist.read_settings()
    keras.utils.set_random_seed(settings["seed"])
    (x, y), _, _ = mnist.read_data(settings)
    labels, weights = mnist.one_vs_rest(y, settings["digits"][0])
    batch, steps = settings["batchSize"], settings["steps"]
    model = masked_model(mnist.read_network(settings), settings, steps, settings["seed"])
    fit = lambda count: model.fit(
        x[: count * batch], labels[: count * batch], batch_size=batch, epochs=1, class_weight=dict(enumerate(weights)), verbose=0
    )
    fit(settings["warmUp"])
    start = mnist.clock()
    fit(steps)
    mnist.report(
        seconds=(mnist.clock() - start) / steps,
        versions={"python": sys.version.split()[0], "keras": keras.__version__, "tensorflow": tf.__version__},
        backend=keras.backend.backend(),
    )


if __name__ == "__main__":
    main()
