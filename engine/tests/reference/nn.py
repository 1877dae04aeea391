#!/usr/bin/python3
"""Values and gradients of PyTorch's modules, for nn_reference_test.c.

Per case: "<case>/parameter/<name>" in the order of PyTorch's state_dict, "<case>/input",
"<case>/output", "<case>/cotangent", "<case>/gradient/<name>" of each parameter and of "input".
Run: python3 nn.py, which writes nn.safetensors (Debian's python3-torch)."""
import torch
from torch import nn

from safetensors_format import read, write

torch.set_default_dtype(torch.float64)


class First(nn.Module):
    """A recurrent module that gives only what it gives over time."""

    def __init__(self, inner):
        super().__init__()
        self.inner = inner

    def forward(self, x):
        return self.inner(x)[0]


class SelfAttention(First):
    def __init__(self, inner, causal):
        super().__init__(inner)
        self.causal = causal

    def forward(self, x):
        time = x.shape[-2]
        mask = torch.full((time, time), -torch.inf).triu(1) if self.causal else None
        return self.inner(x, x, x, attn_mask=mask, need_weights=False)[0]


class CausalBlock(First):
    def forward(self, x):
        time = x.shape[-2]
        return self.inner(x, torch.full((time, time), -torch.inf).triu(1))


def block(width, heads, hidden, activation):
    return nn.TransformerEncoderLayer(width, heads, hidden, dropout=0.0, activation=activation,
                                      batch_first=True, norm_first=True)


CASES = {
    "linear": (nn.Linear(5, 3), (2, 3, 5)),
    "conv": (nn.Conv2d(2, 3, (3, 2), stride=2, padding=1), (2, 2, 5, 6)),
    "layer_norm": (nn.LayerNorm(6), (2, 3, 6)),
    "rnn": (First(nn.RNN(3, 4, 2, batch_first=True)), (2, 5, 3)),
    "lstm": (First(nn.LSTM(3, 4, 2, batch_first=True)), (2, 5, 3)),
    "gru": (First(nn.GRU(3, 4, 2, batch_first=True)), (2, 5, 3)),
    "gru_without_bias": (First(nn.GRU(3, 4, bias=False, batch_first=True)), (4, 3)),
    "attention": (SelfAttention(nn.MultiheadAttention(6, 3, batch_first=True), False), (2, 4, 6)),
    "causal_attention": (SelfAttention(nn.MultiheadAttention(6, 2, batch_first=True), True),
                         (5, 6)),
    "block": (CausalBlock(block(6, 2, 7, "relu")), (2, 4, 6)),
    "gelu_block": (First(block(6, 3, 5, "gelu")), (2, 4, 6)),
    "max_pool": (nn.MaxPool2d(2), (1, 2, 4, 6)),
    "avg_pool": (nn.AvgPool2d(3, 2, 1), (2, 1, 5, 5)),
    "leaky_relu": (nn.LeakyReLU(0.13), (4, 5)),
    "softplus": (nn.Softplus(), (4, 5)),
    "silu": (nn.SiLU(), (4, 5)),
    "gelu": (nn.GELU(), (4, 5)),
    "gelu_tanh": (nn.GELU(approximate="tanh"), (4, 5)),
    "softmax": (nn.Softmax(0), (4, 5)),
}
# First gives [0] of a tuple; a block gives a tensor.
CASES["gelu_block"] = (CASES["gelu_block"][0].inner, CASES["gelu_block"][1])


def run(module, shape):
    out = {}
    inner = module.inner if hasattr(module, "inner") else module
    with torch.no_grad():
        for parameter in inner.parameters():
            parameter.normal_(0.1, 0.6)
    for name, tensor in inner.state_dict().items():
        out["parameter/" + name] = tensor.clone()
    x = torch.randn(shape, requires_grad=True)
    y = module(x)
    cotangent = torch.randn(y.shape)
    y.backward(cotangent)
    out |= {"input": x, "output": y, "cotangent": cotangent, "gradient/input": x.grad}
    for name, parameter in inner.named_parameters():
        out["gradient/" + name] = parameter.grad
    return out


torch.manual_seed(20)
tensors = {}
for case, (module, shape) in CASES.items():
    tensors |= {f"{case}/{name}": tensor for name, tensor in run(module, shape).items()}
raw = write(tensors, {"torch": torch.__version__})
assert all(torch.equal(read(raw)[name], tensor) for name, tensor in tensors.items())
with open("nn.safetensors", "wb") as file:
    file.write(raw)
