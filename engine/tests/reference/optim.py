#!/usr/bin/python3
"""Trajectories of PyTorch's optimizers, for optim_reference.h: six steps of two entries along
prescribed gradients. Run: python3 optim.py > optim_reference.h (Debian's python3-torch)."""
import torch

START = [0.7731, -1.3947]
GRADIENTS = [[0.4217, -0.0519], [-0.2113, 0.6173], [1.1019, 0.0327],
             [-0.3391, -0.9187], [0.0071, 0.2839], [-0.6673, 0.1259]]

# name, our kind, our settings, PyTorch's optimizer
CASES = [
    ("plain", "sgd", {"rate": 0.05},
     lambda p: torch.optim.SGD(p, lr=0.05)),
    ("momentum", "sgd", {"rate": 0.05, "momentum": 0.9},
     lambda p: torch.optim.SGD(p, lr=0.05, momentum=0.9)),
    ("dampened", "sgd", {"rate": 0.05, "momentum": 0.8, "dampening": 0.3, "weight_decay": 0.07},
     lambda p: torch.optim.SGD(p, lr=0.05, momentum=0.8, dampening=0.3, weight_decay=0.07)),
    ("nesterov", "sgd", {"rate": 0.03, "momentum": 0.85, "nesterov": 1.0, "weight_decay": 0.02},
     lambda p: torch.optim.SGD(p, lr=0.03, momentum=0.85, nesterov=True, weight_decay=0.02)),
    ("adam", "adam", {"rate": 0.02},
     lambda p: torch.optim.Adam(p, lr=0.02)),
    ("adam_decayed", "adam", {"rate": 0.02, "beta1": 0.8, "beta2": 0.95, "epsilon": 1e-6,
                              "weight_decay": 0.11},
     lambda p: torch.optim.Adam(p, lr=0.02, betas=(0.8, 0.95), eps=1e-6, weight_decay=0.11)),
    ("adamw", "adamw", {"rate": 0.02},
     lambda p: torch.optim.AdamW(p, lr=0.02)),
    ("adamw_decayed", "adamw", {"rate": 0.02, "beta1": 0.8, "beta2": 0.95, "epsilon": 1e-6,
                                "weight_decay": 0.11},
     lambda p: torch.optim.AdamW(p, lr=0.02, betas=(0.8, 0.95), eps=1e-6, weight_decay=0.11)),
]


def trajectory(make):
    parameter = torch.nn.Parameter(torch.tensor(START, dtype=torch.float64))
    optimizer = make([parameter])
    rows = []
    for gradient in GRADIENTS:
        parameter.grad = torch.tensor(gradient, dtype=torch.float64)
        optimizer.step()
        rows.append([repr(x) for x in parameter.tolist()])
    return rows


def rows_text(rows, indent):
    return (",\n" + " " * indent).join("{" + ", ".join(map(str, row)) + "}" for row in rows)


print(f"/* Written by reference/optim.py with PyTorch {torch.__version__}; not by hand. */")
print("/* clang-format off */")
print(f"static const double optim_start[2] = {{{START[0]}, {START[1]}}};")
print(f"static const double optim_gradients[{len(GRADIENTS)}][2] = {{\n    "
      + rows_text(GRADIENTS, 4) + "};")
print("""static const struct optim_case {
    const char *name, *kind;
    struct { const char *name; double value; } settings[6];
    double after[6][2];
} optim_cases[] = {""")
for name, kind, settings, make in CASES:
    pairs = ", ".join(f'{{"{k}", {v}}}' for k, v in settings.items())
    print(f'    {{"{name}", "{kind}", {{{pairs}}},\n     {{{rows_text(trajectory(make), 6)}}}}},')
print("};")
print("/* clang-format on */")
