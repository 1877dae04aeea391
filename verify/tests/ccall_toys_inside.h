/* Toys of the one list that have a file of their own. */
#ifndef CCALL_TOYS_INSIDE_H
#define CCALL_TOYS_INSIDE_H

#include "ccall_toys.h"

#define TOY(id, ...) const toy toy_##id = {.name = #id, __VA_ARGS__}

extern const toy toy_softmax, toy_net, toy_recurrent;

#endif
