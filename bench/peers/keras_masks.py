"""Masks of one digit after the other in Keras: compile and fit, with the settings of the recipe or of a better one."""

import sys

import mnist  # sets the environment before TensorFlow is loaded
import keras
import numpy as np
import tensorflow as tf
from keras import layers, ops


class GumbelSigmoidMask(layers.Layer):
    """One logit a unit: straight-through Gumbel-sigmoid samples in training, 1[l > 0] otherwise, and α·Σσ(l) in the loss."""

    def __init__(self, alpha=1e-3, keep=0.95, rate_scale=1.0, temperature=None, seed=None, **layer):
        super().__init__(**layer)
        self.alpha, self.keep, self.rate_scale = alpha, keep, rate_scale
        self.temperature = temperature or (lambda: 1.0)
        self.noise = keras.random.SeedGenerator(seed)

    def build(self, shape):
        # Adam's steps do not depend on the scale of a gradient, so a scaled weight learns at its own rate
        start = np.log(self.keep / (1 - self.keep)) / self.rate_scale
        self.weight = self.add_weight(shape=(shape[-1],), initializer=keras.initializers.Constant(start), name="logits")

    @property
    def logits(self):
        return self.weight * self.rate_scale

    def call(self, x, training=False):
        logits = self.logits
        self.add_loss(self.alpha * ops.sum(ops.sigmoid(logits)))
        hard = ops.cast(logits > 0, x.dtype)
        if not training:
            return x * hard
        u = keras.random.uniform(ops.shape(logits), 1e-6, 1 - 1e-6, seed=self.noise)
        soft = ops.sigmoid((logits + ops.log(u) - ops.log1p(-u)) / self.temperature())
        return x * (soft + ops.stop_gradient(ops.cast(soft > 0.5, x.dtype) - soft))


def masked_model(network, settings, steps, seed):
    rate, epochs = settings["learningRate"], settings["epochs"]
    head_rate = settings.get("headLearningRate", rate)
    optimizer = keras.optimizers.Adam(
        keras.optimizers.schedules.CosineDecay(head_rate, steps * epochs) if settings.get("cosine") else head_rate
    )
    temperature = None
    if "temperature" in settings:
        start, end = settings["temperature"]["start"], settings["temperature"]["end"]
        temperature = lambda: start * (end / start) ** (ops.cast(optimizer.iterations, "float32") / (steps * epochs))
    model = keras.Sequential([keras.Input((784,))])
    for at, (name, units) in enumerate(mnist.LAYERS):
        model.add(layers.Dense(units, activation="relu", trainable=False, name=name))
        model.layers[-1].set_weights(network[at])
        model.add(
            GumbelSigmoidMask(
                alpha=settings["alpha"],
                keep=settings["initialKeepProbability"],
                rate_scale=rate / head_rate,
                temperature=temperature,
                seed=seed + at,
                name=f"{name}_mask",
            )
        )
    model.add(layers.Dense(2, activation="softmax", name="head"))
    model.compile(
        optimizer, loss="sparse_categorical_crossentropy", steps_per_execution=settings.get("stepsPerExecution", 1)
    )
    return model


def fit_read_out(model, x, labels, weights, epochs, batch):
    """Fits the head anew on the features that the final hard mask leaves."""
    features = keras.Sequential(model.layers[:-1]).predict(x, batch_size=4096, verbose=0)
    scale = np.sqrt(np.mean(features**2, axis=0)) + 1e-6
    head = keras.Sequential([keras.Input(features.shape[1:]), layers.Dense(2, activation="softmax", kernel_initializer="zeros")])
    rate = keras.optimizers.schedules.CosineDecay(0.05, -(-len(labels) // batch) * epochs)
    head.compile(keras.optimizers.Adam(rate), loss="sparse_categorical_crossentropy", steps_per_execution=32)
    head.fit(features / scale, labels, batch_size=batch, epochs=epochs, class_weight=weights, verbose=0)
    kernel, bias = head.get_weights()
    model.layers[-1].set_weights([kernel / scale[:, None], bias])


def find_masks(network, x, y, digit, settings):
    labels, weights = mnist.one_vs_rest(y, digit)
    weights = dict(enumerate(weights))
    batch = settings["batchSize"]
    model = masked_model(network, settings, -(-len(labels) // batch), settings["seed"] + 100 * digit)
    model.fit(x, labels, batch_size=batch, epochs=settings["epochs"], class_weight=weights, verbose=0)
    if settings.get("readOutEpochs"):
        fit_read_out(model, x, labels, weights, settings["readOutEpochs"], batch)
    return model


def kept_units(model):
    return [np.array(ops.convert_to_numpy(layer.logits) > 0) for layer in model.layers if isinstance(layer, GumbelSigmoidMask)]


def main():
    settings = mnist.read_settings()
    keras.utils.set_random_seed(settings["seed"])
    (x, y), _, (test_x, test_y) = mnist.read_data(settings)
    network = mnist.read_network(settings)
    tf.constant(1.0) + 1.0  # TensorFlow has started
    start = mnist.clock()
    models, ends = [], []
    for digit in settings["digits"]:
        models.append(find_masks(network, x, y, digit, settings))
        ends.append(mnist.clock() - start)
    seconds = mnist.clock() - start
    tasks = []
    for digit, model in zip(settings["digits"], models):
        chosen = np.argmax(model.predict(test_x, batch_size=1000, verbose=0), axis=1)
        tasks.append(mnist.task_figures(digit, chosen, mnist.one_vs_rest(test_y, digit)[0], kept_units(model)))
    versions = {"python": sys.version.split()[0], "keras": keras.__version__, "tensorflow": tf.__version__}
    mnist.report(seconds=seconds, secondsAfterEach=ends, tasks=tasks, versions=versions, backend=keras.backend.backend())


if __name__ == "__main__":
    main()
