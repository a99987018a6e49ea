"""The loss of a masked network at fixed logits and head, in inference mode, with α's penalty, in Keras and in PyTorch."""

import mnist
import keras_masks
import numpy as np
import torch
import torch_masks
from torch.nn import functional


def waves(count, scale):
    return (scale * np.sin(np.arange(1, count + 1))).astype(np.float32)


def main():
    settings = mnist.read_settings()
    (x, y), _, _ = mnist.read_data(settings)
    network = mnist.read_network(settings)
    labels, weights = mnist.one_vs_rest(y, settings["digits"][0])
    x, labels = x[: settings["rows"]], labels[: settings["rows"]]
    kernel = waves(200, 0.1).reshape(100, 2)

    model = keras_masks.masked_model(network, settings, 1, 1)
    for layer in model.layers:
        if isinstance(layer, keras_masks.GumbelSigmoidMask):
            layer.set_weights([waves(layer.weight.shape[0], 2), *layer.get_weights()[1:]])
    model.layers[-1].set_weights([kernel, np.zeros(2)])
    in_keras = model.evaluate(x, labels, batch_size=len(x), sample_weight=np.array(weights)[labels], verbose=0)

    model = torch_masks.masked_model(network, settings).eval()
    masks = [part for part in model if isinstance(part, torch_masks.GumbelSigmoidMask)]
    with torch.no_grad():
        for mask in masks:
            mask.logits.copy_(torch.from_numpy(waves(len(mask.logits), 2)))
        model[-1].weight.copy_(torch.from_numpy(kernel.T))
        model[-1].bias.zero_()
        losses = functional.cross_entropy(model(torch.from_numpy(x)), torch.from_numpy(labels), reduction="none")
        in_torch = (losses * torch.tensor(weights)[torch.from_numpy(labels)]).mean()
        in_torch += settings["alpha"] * sum(mask.expected_units() for mask in masks)
    mnist.report(losses={"keras": float(in_keras), "torch": float(in_torch)}, versions={})


if __name__ == "__main__":
    main()
