#!/usr/bin/python3
"""Two safetensors files of PyTorch tensors, for state_reference.h.

Written and read back by safetensors_format.py. Run: python3 state.py > state_reference.h"""
import torch

from safetensors_format import read, write


def model():
    """A table that is also the output's weight, a bias, and a layer between them."""
    torch.set_default_dtype(torch.float64)
    torch.manual_seed(5)
    net = torch.nn.Sequential(torch.nn.Embedding(3, 2), torch.nn.Linear(2, 2),
                              torch.nn.Linear(2, 3, bias=False))
    net[2].weight = net[0].weight
    return net


def literal(name, raw):
    rows = [", ".join(str(b) for b in raw[i:i + 20]) for i in range(0, len(raw), 20)]
    return f"static const unsigned char {name}[{len(raw)}] = {{\n    " + ",\n    ".join(rows) + "};"


def numbers(name, tensor):
    flat = ", ".join(repr(x) for x in tensor.double().flatten().tolist())
    return f"static const double {name}[] = {{{flat}}};"


state = model().state_dict()
# As the package's save_file does: widest type first, then by name; here with one of float32.
mixed = {name: (t.float() if name == "1.bias" else t) for name, t in state.items()}
order = sorted(mixed, key=lambda n: (mixed[n].dtype != torch.float64, n))
foreign = write({n: mixed[n] for n in order}, {"format": "pt"})
own = write(state)
for raw, want in ((foreign, mixed), (own, state)):
    assert all(torch.equal(read(raw)[name], want[name]) for name in want)

print(f"/* Written by reference/state.py with PyTorch {torch.__version__}; not by hand. */")
print("/* clang-format off */")
print(literal("state_foreign", foreign))
print(literal("state_own", own))
print(numbers("state_table", mixed["0.weight"]))
print(numbers("state_weight", mixed["1.weight"]))
print(numbers("state_bias_f32", mixed["1.bias"]))
print(numbers("state_bias", state["1.bias"]))
print("/* clang-format on */")
