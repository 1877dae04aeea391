#!/usr/bin/env python3
"""The same nets in PyTorch, for the benchmark of gradgate: float64, one thread.

Asked by lines on standard input, `what activation loss lambda rows widths...`, it takes one
sample and answers `seconds evaluations passed`: CPU seconds of one call, evaluations of the
value in it, and whether gradcheck was content. See torch.c, which asks.
"""
import os
import sys
import time

# One thread: torch's own and those of the BLAS below it, which look here when they are loaded.
os.environ["OMP_NUM_THREADS"] = os.environ["OPENBLAS_NUM_THREADS"] = "1"

import torch
import torch.nn.functional as F

FILL = 0.02  # seconds that a sample lasts at least: as in measure.c


class Net:
    def __init__(self, activation, loss, penalty, rows, widths):
        def normal(*shape):
            return torch.randn(*shape, dtype=torch.float64)

        torch.manual_seed(7)
        self.activation = getattr(torch, activation)
        self.penalty = penalty
        self.evaluations = 0
        self.parameters = []
        for inputs, outputs in zip(widths, widths[1:]):
            self.parameters.append(normal(outputs, inputs) / inputs**0.5)
            self.parameters.append(0.3 * normal(outputs))
        for parameter in self.parameters:
            parameter.requires_grad_(True)
        self.x = normal(rows, widths[0])
        if loss == "classes":
            self.loss = F.cross_entropy
            self.target = torch.randint(widths[-1], (rows,))
        else:
            self.loss = F.mse_loss
            self.target = normal(rows, widths[-1])

    def value(self, *parameters):
        self.evaluations += 1
        y = self.x
        for i in range(0, len(parameters), 2):
            y = F.linear(self.activation(y) if i else y, parameters[i], parameters[i + 1])
        l2 = sum((weight * weight).sum() for weight in parameters[::2])
        return self.loss(y, self.target) + self.penalty * l2

    def gradcheck(self):
        return torch.autograd.gradcheck(self.value, self.parameters, raise_exception=False)

    def step(self):
        for parameter in self.parameters:
            parameter.grad = None
        self.value(*self.parameters).backward()
        return True


def sample(net, what):
    call = getattr(net, what)
    net.evaluations = calls = 0
    passed = True
    start = time.process_time()
    while True:
        passed = call() and passed
        calls += 1
        seconds = time.process_time() - start
        if seconds >= FILL:
            return seconds / calls, net.evaluations // calls, int(passed)


def main():
    nets = {}
    torch.set_num_threads(1)
    print("torch", torch.__version__, flush=True)
    for line in sys.stdin:
        what, *words = line.split()
        activation, loss, penalty, rows, *widths = words
        key = tuple(words)
        if key not in nets:
            sizes = [int(width) for width in widths]
            nets[key] = Net(activation, loss, float(penalty), int(rows), sizes)
            nets[key].step()  # the first call of anything in torch is slow
        print(*sample(nets[key], what), flush=True)


main()
