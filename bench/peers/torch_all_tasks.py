"""Our algorithm in PyTorch: all digits in one pass, the frozen first layer computed once, masks folded into the second layer's weights."""

import math

import mnist
import torch
from torch.nn import functional
from torch_masks import batches, choose_threads, versions


def sample(logits, temperature):
    u = torch.rand_like(logits).clamp(1e-6, 1 - 1e-6)
    soft = torch.sigmoid((logits + torch.log(u) - torch.log1p(-u)) / temperature)
    return soft + ((soft > 0.5).float() - soft).detach()


def features_of(first, first_mask, second_mask, kernel, bias):
    """[tasks, samples, units]: one product with the folded weights of all tasks side by side."""
    tasks, units = second_mask.shape
    folded = (first_mask.T[:, :, None] * kernel[:, None, :]).reshape(len(kernel), tasks * units)
    second = torch.relu(first @ folded + bias.repeat(tasks)).view(len(first), tasks, units)
    return (second * second_mask).transpose(0, 1)


def losses_of(outputs, labels, weights):
    per_sample = functional.cross_entropy(outputs.flatten(0, 1), labels.flatten(), reduction="none").view(labels.shape)
    return (per_sample * weights).mean(1).sum()


def fit(features_at, labels, weights, kernel, bias, groups, rates, epochs, size, alpha=0.0, temperature=None):
    """Adam with a cosine on the groups of parameters, one pass an epoch over all samples."""
    optimizer = torch.optim.Adam([{"params": params, "lr": rate} for params, rate in zip(groups, rates)])
    steps = epochs * -(-labels.shape[1] // size)
    decay = torch.optim.lr_scheduler.CosineAnnealingLR(optimizer, steps)
    logits = groups[1] if len(groups) > 1 else []
    step = 0
    for _ in range(epochs):
        for rows in batches(labels.shape[1], size):
            tau = 1 if temperature is None else temperature["start"] * (temperature["end"] / temperature["start"]) ** (step / steps)
            optimizer.zero_grad()
            outputs = torch.baddbmm(bias[:, None], features_at(rows, tau), kernel)
            loss = losses_of(outputs, labels[:, rows], weights[:, rows])
            for layer in logits:
                loss = loss + alpha * torch.sigmoid(layer).sum()
            loss.backward()
            optimizer.step()
            decay.step()
            step += 1


def find_masks(network, x, y, digits, settings):
    (k1, b1), (k2, b2) = [tuple(map(torch.from_numpy, layer)) for layer in network[:2]]
    tasks, size = len(digits), settings["batchSize"]
    targets = [mnist.one_vs_rest(y, digit) for digit in digits]
    labels = torch.stack([torch.from_numpy(of) for of, _ in targets])
    weights = torch.stack([torch.tensor(w, dtype=torch.float32)[torch.from_numpy(of)] for of, w in targets])
    first = torch.relu(torch.addmm(b1, x, k1))
    keep = settings["initialKeepProbability"]
    logits = [torch.full((tasks, len(bias)), math.log(keep / (1 - keep)), requires_grad=True) for bias in (b1, b2)]
    kernel = (torch.randn(tasks, len(b2), 2) * (2 / (len(b2) + 2)) ** 0.5).requires_grad_()
    bias = torch.zeros(tasks, 2, requires_grad=True)
    fit(
        lambda rows, tau: features_of(first[rows], sample(logits[0], tau), sample(logits[1], tau), k2, b2),
        labels, weights, kernel, bias, [[kernel, bias], logits],
        [settings["headLearningRate"], settings["learningRate"]],
        settings["epochs"], size, settings["alpha"], settings["temperature"],
    )
    masks = [(layer > 0).float() for layer in logits]
    with torch.no_grad():
        features = features_of(first, *masks, k2, b2)
    if settings.get("readOutEpochs"):
        scale = features.square().mean(1).sqrt() + 1e-6
        features /= scale[:, None]
        kernel, bias = torch.zeros_like(kernel, requires_grad=True), torch.zeros_like(bias, requires_grad=True)
        fit(lambda rows, _: features[:, rows], labels, weights, kernel, bias, [[kernel, bias]], [0.05], settings["readOutEpochs"], size)
        kernel = kernel / scale[:, :, None]
    return masks, kernel, bias


def main():
    settings = mnist.read_settings()
    torch.manual_seed(settings["seed"])
    (x, y), _, (test_x, test_y) = mnist.read_data(settings)
    network = mnist.read_network(settings)
    x, test_x = torch.from_numpy(x), torch.from_numpy(test_x)
    digits = settings["digits"]
    choose_threads(x, y, settings, lambda few, x, y: find_masks(network, x, y, digits, few))
    start = mnist.clock()
    masks, kernel, bias = find_masks(network, x, y, digits, settings)
    seconds = mnist.clock() - start
    (k1, b1), (k2, b2) = [tuple(map(torch.from_numpy, layer)) for layer in network[:2]]
    with torch.no_grad():
        features = features_of(torch.relu(torch.addmm(b1, test_x, k1)), *masks, k2, b2)
        chosen = torch.baddbmm(bias[:, None], features, kernel).argmax(2).numpy()
    tasks = [
        mnist.task_figures(digit, chosen[at], mnist.one_vs_rest(test_y, digit)[0], [mask[at].numpy() for mask in masks])
        for at, digit in enumerate(digits)
    ]
    mnist.report(seconds=seconds, tasks=tasks, versions=versions(), backend=f"torch, {torch.get_num_threads()} threads")


if __name__ == "__main__":
    main()
