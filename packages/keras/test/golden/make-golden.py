"""Writes the small Keras files of this folder, with what Keras itself answers to seeded inputs.

Keras 3:  python make-golden.py keras3          (made with Keras 3.15.1 on TensorFlow 2.21)
Keras 2:  python make-golden.py keras2          (made with tf_keras 2.21, which is Keras 2)
"""

import os
import sys
from pathlib import Path

os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"
os.environ["CUDA_VISIBLE_DEVICES"] = ""

from answers import randomize, write_answers
from networks import networks

family = sys.argv[1]
if family == "keras2":
    import tf_keras as keras
else:
    import keras

for name, make in networks(keras, int(family[-1])).items():
    if len(sys.argv) > 2 and name not in sys.argv[2:]:
        continue
    keras.utils.set_random_seed(1)
    keras.backend.clear_session()
    network = make()
    if name != "trained":
        randomize(keras, network, 7)
    stem = Path(__file__).parent / f"{name}.{family}"
    network.save(f"{stem}.h5")
    network.save(f"{stem}.keras")
    pixels = name in ("mobile", "preprocessing")
    write_answers(keras, network, stem, 0 if pixels else -1, 255 if pixels else 1)
