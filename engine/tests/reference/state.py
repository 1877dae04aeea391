#!/usr/bin/python3
"""Two safetensors files of PyTorch tensors, for state_reference.h.

The safetensors package is not in Debian 12, so the bytes are written here by the format's
published description (https://github.com/huggingface/safetensors#format) and read back by a
reader that follows the same text. Run: python3 state.py > state_reference.h"""
import json
import struct

import torch

NAMES = {torch.float64: "F64", torch.float32: "F32"}


def write(tensors, metadata=None):
    """Bytes of a file that holds `tensors` in their order."""
    header, data = {}, b""
    if metadata is not None:
        header["__metadata__"] = metadata
    for name, tensor in tensors.items():
        raw = tensor.detach().contiguous().numpy().astype(
            "<f8" if tensor.dtype == torch.float64 else "<f4").tobytes()
        header[name] = {"dtype": NAMES[tensor.dtype], "shape": list(tensor.shape),
                        "data_offsets": [len(data), len(data) + len(raw)]}
        data += raw
    text = json.dumps(header, separators=(",", ":")).encode()
    text += b" " * (-len(text) % 8)
    return struct.pack("<Q", len(text)) + text + data


def read(raw):
    """The tensors of a file, as nested tuples of type, shape and numbers."""
    (length,) = struct.unpack_from("<Q", raw)
    header = json.loads(raw[8:8 + length])
    header.pop("__metadata__", None)
    out, data = {}, raw[8 + length:]
    for name, entry in header.items():
        begin, end = entry["data_offsets"]
        kind = {"F64": torch.float64, "F32": torch.float32}[entry["dtype"]]
        out[name] = torch.frombuffer(bytearray(data[begin:end]), dtype=kind).reshape(
            entry["shape"])
    return out


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
