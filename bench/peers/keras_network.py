"""Trains 784-300-100-10 in Keras until it has the validation accuracy asked for."""

import sys

import mnist
import keras
import tensorflow as tf
from keras import layers


class StopAt(keras.callbacks.Callback):
    def __init__(self, accuracy, start):
        super().__init__()
        self.accuracy, self.start, self.seconds = accuracy, start, None

    def on_epoch_end(self, epoch, logs):
        self.epoch, self.reached = epoch + 1, logs["val_accuracy"]
        if self.reached >= self.accuracy:
            self.seconds = mnist.clock() - self.start
            self.model.stop_training = True


def main():
    settings = mnist.read_settings()
    keras.utils.set_random_seed(settings["seed"])
    (x, y), validation, _ = mnist.read_data(settings)
    tf.constant(1.0) + 1.0  # TensorFlow has started
    start = mnist.clock()
    model = keras.Sequential([keras.Input((784,))])
    for name, units in mnist.LAYERS:
        model.add(layers.Dense(units, activation="relu", name=name))
    model.add(layers.Dense(10, activation="softmax", name="head"))
    batch, epochs = settings["batchSize"], settings["epochs"]
    rate = keras.optimizers.schedules.CosineDecay(settings["learningRate"], epochs * -(-len(y) // batch))
    model.compile(
        keras.optimizers.Adam(rate),
        loss="sparse_categorical_crossentropy",
        metrics=["accuracy"],
        steps_per_execution=settings.get("stepsPerExecution", 1),
    )
    stop = StopAt(settings["accuracy"], start)
    model.fit(
        x, y, batch_size=batch, epochs=epochs, validation_data=validation, validation_batch_size=1000, callbacks=[stop], verbose=0
    )
    mnist.report(
        seconds=stop.seconds,
        epochs=stop.epoch,
        validationAccuracy=stop.reached,
        versions={"python": sys.version.split()[0], "keras": keras.__version__, "tensorflow": tf.__version__},
        backend=keras.backend.backend(),
    )


if __name__ == "__main__":
    main()
