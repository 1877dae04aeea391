/* All of the engine's public headers. */
#ifndef GRADGATE_ENGINE_ENGINE_H
#define GRADGATE_ENGINE_ENGINE_H

#include <gradgate/engine/blas.h>
#include <gradgate/engine/graph.h>
#include <gradgate/engine/init.h>
#include <gradgate/engine/lanes.h>
#include <gradgate/engine/module.h>
#include <gradgate/engine/nn.h>
#include <gradgate/engine/op.h>
#include <gradgate/engine/ops.h>
#include <gradgate/engine/optim.h>
#include <gradgate/engine/parameter.h>
#include <gradgate/engine/shape.h>
#include <gradgate/engine/state.h>
#include <gradgate/engine/status.h>

#endif
