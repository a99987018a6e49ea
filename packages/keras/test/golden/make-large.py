"""Writes files that are too large to keep, for the test to be run on by hand:

python make-large.py FOLDER [FILE.h5 …]          networks of keras.applications; and answers of files that others made
DUM_KERAS_GOLDEN=FOLDER npx vitest run test/golden.test.ts
"""

import os
import shutil
import sys
from pathlib import Path

os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"
os.environ["CUDA_VISIBLE_DEVICES"] = ""

import keras

from answers import randomize, write_answers

folder = Path(sys.argv[1])
folder.mkdir(parents=True, exist_ok=True)
made = keras.applications
networks = {
    "mobilenet-v2": (made.MobileNetV2, 96, 1),
    "resnet-50": (made.ResNet50, 32, 1),
    "efficientnet-b0": (made.EfficientNetB0, 32, 255),
    "densenet-121": (made.DenseNet121, 32, 1),
    "xception": (made.Xception, 71, 1),
    "inception-v3": (made.InceptionV3, 75, 1),
    "nasnet-mobile": (made.NASNetMobile, 64, 1),
}
for name, (make, size, high) in networks.items():
    keras.utils.set_random_seed(1)
    keras.backend.clear_session()
    network = make(weights=None, input_shape=(size, size, 3), classes=10, classifier_activation=None)
    randomize(keras, network, 7)
    network.save(folder / f"{name}.h5")
    network.save(folder / f"{name}.keras")
    write_answers(keras, network, folder / name, 0, high)
for file in map(Path, sys.argv[2:]):
    shutil.copy(file, folder / file.name)
    write_answers(keras, keras.models.load_model(file, compile=False), folder / file.stem, 0, 255)
