"""safetensors by the format's published description, for the scripts beside it.

The package itself is not in Debian 12. Source: https://github.com/huggingface/safetensors#format
"""
import json
import struct

import torch

NAMES = {torch.float64: ("F64", "<f8"), torch.float32: ("F32", "<f4")}


def write(tensors, metadata=None):
    """Bytes of a file that holds `tensors` in their order."""
    header, data = {}, b""
    if metadata is not None:
        header["__metadata__"] = metadata
    for name, tensor in tensors.items():
        dtype, code = NAMES[tensor.dtype]
        raw = tensor.detach().contiguous().numpy().astype(code).tobytes()
        header[name] = {"dtype": dtype, "shape": list(tensor.shape),
                        "data_offsets": [len(data), len(data) + len(raw)]}
        data += raw
    text = json.dumps(header, separators=(",", ":")).encode()
    text += b" " * (-len(text) % 8)
    return struct.pack("<Q", len(text)) + text + data


def read(raw):
    """The tensors of a file."""
    (length,) = struct.unpack_from("<Q", raw)
    header = json.loads(raw[8:8 + length])
    header.pop("__metadata__", None)
    out, data = {}, raw[8 + length:]
    for name, entry in header.items():
        begin, end = entry["data_offsets"]
        kind = {names[0]: kind for kind, names in NAMES.items()}[entry["dtype"]]
        out[name] = torch.frombuffer(bytearray(data[begin:end]), dtype=kind).reshape(
            entry["shape"])
    return out
