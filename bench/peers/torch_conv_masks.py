"""One step of ten tasks' masks in a residual network in PyTorch: the frozen stem computed once, a mask behind each activation."""

import math

import mnist
import torch
from torch import nn
from torch.nn import functional
from torch_all_tasks import losses_of, sample
from torch_masks import versions


class Convolution(nn.Module):
    """A frozen convolution with batch normalization, and a relu."""

    def __init__(self, inputs, filters, size, stride, relu=True):
        super().__init__()
        self.kernel = nn.Conv2d(inputs, filters, size, stride, padding=size // 2, bias=False)
        self.norm = nn.BatchNorm2d(filters)
        self.relu = relu

    def forward(self, x):
        x = self.norm(self.kernel(x))
        return functional.relu(x) if self.relu else x


class Block(nn.Module):
    def __init__(self, inputs, filters, stride):
        super().__init__()
        self.inner = Convolution(inputs, filters, 3, stride)
        self.outer = Convolution(filters, filters, 3, 1, relu=False)
        self.shortcut = nn.Identity() if stride == 1 and inputs == filters else Convolution(inputs, filters, 1, stride, relu=False)

    def forward(self, x, inner_mask, mask):
        return functional.relu(self.shortcut(x) + self.outer(self.inner(x) * inner_mask)) * mask


def main():
    settings = mnist.read_settings()
    torch.manual_seed(settings["seed"])
    filters, side, tasks, size = settings["filters"], settings["side"], settings["classes"], settings["batchSize"]
    widths = [filters[0], *filters]
    stem = Convolution(3, filters[0], 3, 1)
    blocks = nn.ModuleList([Block(widths[at], width, 1 if at == 0 else 2) for at, width in enumerate(filters)])
    for part in (stem, blocks):
        part.requires_grad_(False).eval().to(memory_format=torch.channels_last)

    # the masks of the stem and of the first block are one, since a sum ties them
    units = [filters[0], *(width for at, width in enumerate(filters) for width in ([width] if at == 0 else [width, width]))]
    keep = settings["initialKeepProbability"]
    logits = [torch.full((tasks, 1, count), math.log(keep / (1 - keep)), requires_grad=True) for count in units]
    kernel = (torch.randn(tasks, filters[-1], 2) * 0.1).requires_grad_()
    bias = torch.zeros(tasks, 1, 2, requires_grad=True)
    optimizer = torch.optim.Adam([{"params": logits, "lr": 0.1}, {"params": [kernel, bias], "lr": 0.05}])
    with torch.no_grad():
        first = stem(torch.rand(size, 3, side, side).to(memory_format=torch.channels_last))
    labels = torch.stack([(torch.arange(size) % tasks == task).long() for task in range(tasks)])
    weights = torch.ones(tasks, size)

    def mask_of(layer):
        """[tasks · batch, units, 1, 1]: each sample of a task's mask for a part of the batch."""
        drawn = sample(layer.expand(-1, settings["samples"], -1), 1.0)
        return drawn.repeat_interleave(size // settings["samples"], 1).reshape(tasks * size, -1, 1, 1)

    def step():
        optimizer.zero_grad()
        masks = [mask_of(layer) for layer in logits]
        x = first.repeat(tasks, 1, 1, 1).contiguous(memory_format=torch.channels_last) * masks[0]
        x = blocks[0](x, masks[1], masks[0])
        for at, block in enumerate(blocks[1:]):
            x = block(x, masks[2 + 2 * at], masks[3 + 2 * at])
        features = x.mean((2, 3)).view(tasks, size, -1)
        loss = losses_of(torch.baddbmm(bias, features, kernel), labels, weights)
        for layer in logits:
            loss = loss + settings["alpha"] * torch.sigmoid(layer).sum()
        loss.backward()
        optimizer.step()

    def seconds_with(threads, steps):
        torch.set_num_threads(threads)
        start = mnist.clock()
        for _ in range(steps):
            step()
        return (mnist.clock() - start) / steps

    choices = sorted({1, mnist.cores()})
    seconds_with(choices[-1], 1)
    best = min(choices, key=lambda threads: seconds_with(threads, 1))
    seconds = seconds_with(best, settings["steps"])
    mnist.report(seconds=seconds, versions=versions(), backend=f"torch, {best} threads")


if __name__ == "__main__":
    main()
