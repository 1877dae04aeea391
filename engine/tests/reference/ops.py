#!/usr/bin/python3
"""Values and gradients of every op by PyTorch, for ops_reference.h: small inputs, with the ties,
kinks and ends at which conventions differ. Run: /usr/bin/python3 ops.py > ops_reference.h
(Debian's python3-torch)."""
import math

import torch
import torch.nn.functional as F

torch.manual_seed(95704691)
torch.set_default_dtype(torch.float64)
ALL = "AG_ALL_AXES"
INF = math.inf


def draw(*shape, low=-2.0, high=2.0):
    """High-entropy numbers of four decimals, none near 0."""
    x = torch.rand(shape) * (high - low) + low
    return torch.round(torch.where(x.abs() < 0.05, x + 0.1, x) * 1e4) / 1e4


def positive(*shape):
    return draw(*shape, low=0.3, high=2.0)


def given(*values):
    return torch.tensor(values)


def index(*values):
    return torch.tensor(values, dtype=torch.int64)


def rms(x, scale=None, eps=2.0 ** -52):
    h = x / torch.sqrt((x * x).mean(-1, keepdim=True) + eps)
    return h if scale is None else h * scale


def masked(x, offset=0, fill=-INF):
    keep = torch.ones(x.shape[-2:], dtype=torch.bool).tril(offset)
    return torch.where(keep, x, torch.tensor(fill))


edges = given(-0.7731, 0.0, 1.3947, -1.1731, 0.4173, -2.5)
ties = given([1.3, 1.3, -0.7], [0.2, -0.4, 0.2], [-1.1, -1.1, -1.1])
image = draw(2, 2, 4, 5)
flat = given([[[0.5, 0.5, 0.1], [0.5, -0.3, 0.9], [0.2, 0.9, 0.9]]])

# op, inputs, PyTorch's function, attributes
CASES = [
    ("add", [draw(2, 3), draw(3)], lambda a, b: a + b, {}),
    ("sub", [draw(3), draw(2, 3)], lambda a, b: a - b, {}),
    ("mul", [draw(2, 1), draw(3)], lambda a, b: a * b, {}),
    ("div", [draw(2, 3), positive(2, 1)], lambda a, b: a / b, {}),
    ("power", [positive(2, 3), draw(3)], torch.pow, {}),
    ("power", [given(0.0, 0.0, 1.7, -1.3), given(1.5, 1.0, 0.0, 3.0)], torch.pow, {}),
    ("maximum", [draw(2, 3), draw(3)], torch.maximum, {}),
    ("maximum", [given(0.7, -1.3, 0.2), given(0.7, -1.3, 0.4)], torch.maximum, {}),
    ("minimum", [draw(2, 3), draw(2, 1)], torch.minimum, {}),
    ("minimum", [given(0.7, -1.3, 0.2), given(0.7, -1.3, 0.4)], torch.minimum, {}),
    ("neg", [draw(3)], torch.neg, {}),
    ("scale", [draw(3)], lambda x: -1.3947 * x, {"factor": -1.3947}),
    ("pow", [positive(3)], lambda x: x ** -1.3, {"exponent": -1.3}),
    ("pow", [edges], lambda x: x ** 2, {"exponent": 2.0}),
    ("pow", [edges], lambda x: x ** 0, {"exponent": 0.0}),
    ("exp", [draw(3)], torch.exp, {}),
    ("log", [positive(3)], torch.log, {}),
    ("sqrt", [positive(3)], torch.sqrt, {}),
    ("abs", [edges], torch.abs, {}),
    ("sin", [draw(3)], torch.sin, {}),
    ("cos", [draw(3)], torch.cos, {}),
    ("clamp", [edges], lambda x: x.clamp(-1.1731, 0.4173), {"low": -1.1731, "high": 0.4173}),
    ("clamp", [edges], lambda x: x.clamp(min=0.0), {"low": 0.0}),
    ("relu", [edges], torch.relu, {}),
    ("leaky_relu", [edges], F.leaky_relu, {}),
    ("leaky_relu", [edges], lambda x: F.leaky_relu(x, 0.2173), {"slope": 0.2173}),
    ("tanh", [draw(3)], torch.tanh, {}),
    ("sigmoid", [draw(3)], torch.sigmoid, {}),
    ("softplus", [given(-7.3, -0.4, 0.0, 1.7, 18.2)], F.softplus, {}),
    ("silu", [given(-7.3, -0.4, 0.0, 1.7, 18.2)], F.silu, {}),
    ("gelu", [given(-7.3, -0.4, 0.0, 1.7, 6.1)], F.gelu, {}),
    ("gelu_tanh", [given(-4.3, -0.4, 0.0, 1.7, 6.1)],
     lambda x: F.gelu(x, approximate="tanh"), {}),
    ("matmul", [draw(2, 3), draw(3, 4)], torch.matmul, {}),
    ("matmul", [draw(3, 2), draw(4, 3)], lambda a, b: a.T @ b.T,
     {"transpose_a": True, "transpose_b": True}),
    ("batched_matmul", [draw(2, 2, 3), draw(2, 3, 2)], torch.matmul, {}),
    ("batched_matmul", [draw(2, 1, 3, 2), draw(2, 1, 2, 3)],
     lambda a, b: a.mT @ b.mT, {"transpose_a": True, "transpose_b": True}),
    ("transpose", [draw(2, 3)], lambda x: x.T, {}),
    ("permute", [draw(2, 3, 2)], lambda x: x.permute(2, 0, 1), {"axes": [2, 0, -2]}),
    ("reshape", [draw(2, 3)], lambda x: x.reshape(3, 2), {"shape": [3, 2]}),
    ("broadcast_to", [draw(2, 1)], lambda x: x.expand(2, 2, 3), {"shape": [2, 2, 3]}),
    ("slice", [draw(2, 7)], lambda x: x[:, 1:6:2],
     {"axis": -1, "begin": 1, "end": -1, "step": 2}),
    ("slice", [draw(4)], lambda x: x[-2:], {"begin": -2}),
    ("concatenate", [draw(2, 1), draw(2, 3), draw(2, 2)],
     lambda *x: torch.cat(x, 1), {"axis": 1}),
    ("gather", [draw(2, 3), index([0, 2, 2, 0], [1, 1, 0, 1])],
     lambda x, i: torch.gather(x, 1, i), {"axis": 1}),
    ("gather", [draw(3, 3), index([2, 0], [2, 1])], lambda x, i: torch.gather(x, 0, i), {}),
    ("index_select", [draw(2, 3), index(2, 0, 2)],
     lambda x, i: torch.index_select(x, 1, i), {"axis": -1}),
    ("embedding", [draw(3, 2), index(2, 0, 2, 2)], lambda x, i: F.embedding(i, x), {}),
    ("sum", [draw(2, 3)], torch.sum, {}),
    ("sum", [draw(2, 3, 2)], lambda x: x.sum(1, True), {"axis": 1, "keepdims": True}),
    ("mean", [draw(2, 3)], torch.mean, {}),
    ("mean", [draw(2, 3)], lambda x: x.mean(0), {"axis": 0}),
    ("variance", [draw(2, 3)], torch.var, {}),
    ("variance", [draw(2, 3)], lambda x: x.var(1, False), {"axis": 1, "correction": 0}),
    ("norm", [draw(2, 3)], torch.linalg.norm, {}),
    ("norm", [given([0.3, -0.4], [0.0, 0.0])], lambda x: torch.linalg.norm(x, dim=1),
     {"axis": 1}),
    ("max", [ties], lambda x: x.amax(1), {"axis": 1}),
    ("max", [ties], torch.max, {}),
    ("min", [ties], lambda x: x.amin(0, True), {"axis": 0, "keepdims": True}),
    ("min", [ties], torch.min, {}),
    ("sum_squares", [draw(2, 3)], lambda x: (x * x).sum(), {}),
    ("cumulative_sum", [draw(2, 3)], lambda x: x.cumsum(0), {"axis": 0}),
    ("softmax", [draw(2, 3)], lambda x: x.softmax(0), {"axis": 0}),
    ("softmax", [given(0.3, -INF, 1.2, 700.0, 699.1)], lambda x: x.softmax(0), {}),
    ("log_softmax", [draw(2, 3)], lambda x: x.log_softmax(1), {}),
    ("log_sum_exp", [draw(2, 3)], lambda x: x.logsumexp(1), {"axis": 1}),
    ("log_sum_exp", [given(0.3, -INF, 700.2, 699.1)], lambda x: x.logsumexp(0), {}),
    ("causal_mask", [draw(3, 3)], masked, {}),
    ("causal_mask", [draw(2, 2, 4)], lambda x: masked(x, 1, 0.25), {"offset": 1, "fill": 0.25}),
    ("dropout", [draw(4)], lambda x: F.dropout(x, 0.4, False), {"rate": 0.4, "train": False}),
    ("dropout", [draw(4)], lambda x: F.dropout(x, 1.0, True), {"rate": 1.0}),
    ("layer_norm", [draw(2, 3), draw(3), draw(3)],
     lambda x, a, b: F.layer_norm(x, (3,), a, b), {}),
    ("layer_norm", [draw(2, 4)], lambda x: F.layer_norm(x, (4,), eps=0.1), {"epsilon": 0.1}),
    ("rms_norm", [draw(2, 3), draw(3)], rms, {}),
    ("rms_norm", [draw(4)], lambda x: rms(x, eps=0.1), {"epsilon": 0.1}),
    ("conv2d", [image, draw(3, 2, 2, 3), draw(3)], F.conv2d, {}),
    ("conv2d", [image, draw(1, 2, 3, 2)],
     lambda x, w: F.conv2d(x, w, stride=(2, 1), padding=(1, 2)),
     {"stride": [2, 1], "padding": [1, 2]}),
    ("max_pool2d", [image], lambda x: F.max_pool2d(x, 2), {"kernel": [2]}),
    ("max_pool2d", [flat], lambda x: F.max_pool2d(x, (2, 3), (1, 2), 1),
     {"kernel": [2, 3], "stride": [1, 2], "padding": [1]}),
    ("avg_pool2d", [flat], lambda x: F.avg_pool2d(x, (2, 3), (1, 2), 1),
     {"kernel": [2, 3], "stride": [1, 2], "padding": [1]}),
    ("cross_entropy", [draw(2, 3), index(2, 0)], F.cross_entropy, {}),
    ("squared_error", [draw(2, 2), draw(2, 2)], lambda y, t: F.mse_loss(y, t, reduction="sum"),
     {}),
    ("mean_squared_error", [draw(2, 2), draw(2, 2)], F.mse_loss, {}),
]


def number(x):
    if math.isinf(x):
        return "INFINITY" if x > 0 else "-INFINITY"
    return "NAN" if math.isnan(x) else repr(float(x))


def values(tensor):
    return "(const double[]){" + ", ".join(map(number, tensor.flatten().tolist())) + "}"


def shape(tensor):
    return f"{{{tensor.dim()}, {{{', '.join(map(str, tensor.shape)) or 0}}}}}"


def attribute(name, value):
    if isinstance(value, bool):
        return f'{{"{name}", AG_ATTRIBUTE_BOOL, {{.flag = {str(value).lower()}}}}}'
    if isinstance(value, list):
        items = ", ".join(map(str, value))
        return (f'{{"{name}", AG_ATTRIBUTE_INTS, {{.integers = (const int64_t[]){{{items}}}, '
                f'.integer_count = {len(value)}}}}}')
    if isinstance(value, float):
        return f'{{"{name}", AG_ATTRIBUTE_REAL, {{.real = {value!r}}}}}'
    return f'{{"{name}", AG_ATTRIBUTE_INT, {{.integer = {value}}}}}'


def emit(op, inputs, function, attributes):
    for x in inputs:
        if x.is_floating_point():
            x.requires_grad_(True).grad = None
    y = function(*inputs)
    cotangent = draw(*y.shape)
    y.backward(cotangent)
    given_attributes = ", ".join(attribute(*item) for item in attributes.items())
    print(f'    {{.op = "{op}",', end="")
    if attributes:
        print(f" .attributes = {{{given_attributes}}}, .attribute_count = {len(attributes)},",
              end="")
    print(f" .input_count = {len(inputs)},")
    print(f"     .shapes = {{{', '.join(map(shape, inputs))}}}, .output_shape = {shape(y)},")
    print("     .inputs = {" + ", ".join(map(values, inputs)) + "},")
    print(f"     .output = {values(y)}, .cotangent = {values(cotangent)},", end="")
    print(" .gradients = {" + ", ".join(
        values(x.grad) if x.is_floating_point() else "NULL" for x in inputs) + "}},")


print(f"""/* Written by reference/ops.py with PyTorch {torch.__version__.split('+')[0]}; not by hand. */
/* clang-format off */
static const struct op_reference {{
    const char *op;
    ag_attribute attributes[AG_MAX_EXAMPLE_ATTRIBUTES];
    size_t attribute_count, input_count;
    ag_shape shapes[AG_MAX_EXAMPLE_INPUTS];
    const double *inputs[AG_MAX_EXAMPLE_INPUTS];
    ag_shape output_shape;
    const double *output, *cotangent;
    const double *gradients[AG_MAX_EXAMPLE_INPUTS]; /* NULL: an index input */
}} op_references[] = {{""")
for case in CASES:
    emit(*case)
print("};\n/* clang-format on */")
