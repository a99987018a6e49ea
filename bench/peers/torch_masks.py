"""Masks of one digit after the other in PyTorch: a plain loop over tensors in memory."""

import math
import sys

import mnist
import numpy as np
import torch
from torch import nn
from torch.nn import functional


class GumbelSigmoidMask(nn.Module):
    """One logit a unit: straight-through Gumbel-sigmoid samples in training, 1[l > 0] otherwise."""

    def __init__(self, units, keep):
        super().__init__()
        self.logits = nn.Parameter(torch.full((units,), math.log(keep / (1 - keep))))
        self.temperature = 1.0

    def expected_units(self):
        return torch.sigmoid(self.logits).sum()

    def forward(self, x):
        hard = (self.logits > 0).float()
        if not self.training:
            return x * hard
        u = torch.rand_like(self.logits).clamp(1e-6, 1 - 1e-6)
        soft = torch.sigmoid((self.logits + torch.log(u) - torch.log1p(-u)) / self.temperature)
        return x * (soft + ((soft > 0.5).float() - soft).detach())


def frozen_dense(kernel, bias):
    layer = nn.Linear(*kernel.shape)
    layer.weight.data, layer.bias.data = torch.from_numpy(kernel.T.copy()), torch.from_numpy(bias)
    return layer.requires_grad_(False)


def masked_model(network, settings):
    parts = []
    for (kernel, bias), (_, units) in zip(network, mnist.LAYERS):
        parts += [frozen_dense(kernel, bias), nn.ReLU(), GumbelSigmoidMask(units, settings["initialKeepProbability"])]
    return nn.Sequential(*parts, nn.Linear(mnist.LAYERS[-1][1], 2))


def batches(count, size):
    return torch.randperm(count).split(size)


def fit_read_out(features, labels, weights, epochs, size):
    """Fits a head anew on the features that the final hard mask leaves."""
    scale = features.square().mean(0).sqrt() + 1e-6
    features = features / scale
    head = nn.Linear(features.shape[1], 2)
    nn.init.zeros_(head.weight)
    optimizer = torch.optim.Adam(head.parameters(), lr=0.05)
    decay = torch.optim.lr_scheduler.CosineAnnealingLR(optimizer, epochs * -(-len(labels) // size))
    for _ in range(epochs):
        for rows in batches(len(labels), size):
            optimizer.zero_grad()
            functional.cross_entropy(head(features[rows]), labels[rows], weights, reduction="none").mean().backward()
            optimizer.step()
            decay.step()
    head.weight.data /= scale
    return head


def find_masks(network, x, y, digit, settings):
    labels, weights = mnist.one_vs_rest(y, digit)
    labels, weights = torch.from_numpy(labels), torch.tensor(weights, dtype=torch.float32)
    model = masked_model(network, settings)
    masks = [part for part in model if isinstance(part, GumbelSigmoidMask)]
    rate, epochs, size = settings["learningRate"], settings["epochs"], settings["batchSize"]
    groups = [
        {"params": [mask.logits for mask in masks], "lr": rate},
        {"params": model[-1].parameters(), "lr": settings.get("headLearningRate", rate)},
    ]
    optimizer = torch.optim.Adam(groups)
    steps = epochs * -(-len(labels) // size)
    decay = torch.optim.lr_scheduler.CosineAnnealingLR(optimizer, steps) if settings.get("cosine") else None
    temperature = settings.get("temperature", {"start": 1, "end": 1})
    step = 0
    for _ in range(epochs):
        for rows in batches(len(labels), size):
            for mask in masks:
                mask.temperature = temperature["start"] * (temperature["end"] / temperature["start"]) ** (step / steps)
            optimizer.zero_grad()
            # the mean of weighted losses, as Keras takes it; cross_entropy's own mean divides by the sum of the weights
            loss = functional.cross_entropy(model(x[rows]), labels[rows], weights, reduction="none").mean()
            (loss + settings["alpha"] * sum(mask.expected_units() for mask in masks)).backward()
            optimizer.step()
            step += 1
            if decay is not None:
                decay.step()
    model.eval()
    if settings.get("readOutEpochs"):
        with torch.no_grad():
            features = model[:-1](x)
        model[-1] = fit_read_out(features, labels, weights, settings["readOutEpochs"], size)
    return model


def choose_threads(x, y, settings, find):
    """One thread or all, whichever takes the first steps faster: small products gain little from a second one."""
    few = {**settings, "epochs": 1, "readOutEpochs": 0}
    rows = 60 * settings["batchSize"]

    def seconds_with(threads):
        torch.set_num_threads(threads)
        start = mnist.clock()
        find(few, x[:rows], y[:rows])
        return mnist.clock() - start

    choices = sorted({1, mnist.cores()})
    seconds_with(choices[0])
    torch.set_num_threads(min(choices, key=seconds_with))


def versions():
    return {"python": sys.version.split()[0], "torch": torch.__version__}


def main():
    settings = mnist.read_settings()
    torch.manual_seed(settings["seed"])
    (x, y), _, (test_x, test_y) = mnist.read_data(settings)
    network = mnist.read_network(settings)
    x, test_x = torch.from_numpy(x), torch.from_numpy(test_x)
    choose_threads(x, y, settings, lambda few, x, y: find_masks(network, x, y, settings["digits"][0], few))
    start = mnist.clock()
    models, ends = [], []
    for digit in settings["digits"]:
        models.append(find_masks(network, x, y, digit, settings))
        ends.append(mnist.clock() - start)
    seconds = mnist.clock() - start
    tasks = []
    for digit, model in zip(settings["digits"], models):
        with torch.no_grad():
            chosen = model(test_x).argmax(1).numpy()
        kept = [(part.logits > 0).numpy() for part in model if isinstance(part, GumbelSigmoidMask)]
        tasks.append(mnist.task_figures(digit, chosen, mnist.one_vs_rest(test_y, digit)[0], kept))
    mnist.report(seconds=seconds, secondsAfterEach=ends, tasks=tasks, versions=versions(), backend=f"torch, {torch.get_num_threads()} threads")


if __name__ == "__main__":
    main()
