// How an input of the fuzzers is cut: a mode, the number of decisions, the decisions, and the rest.
#ifndef CELL_FUZZING_INPUT_H
#define CELL_FUZZING_INPUT_H

#include <stddef.h>
#include <stdint.h>

struct input {
    uint8_t mode;
    const uint8_t *decisions;
    size_t decision_count;
    const uint8_t *rest;
    size_t size;
};

static inline struct input input_cut(const uint8_t *data, size_t size) {
    struct input input = {.rest = data};
    if (size < 2)
        return input;
    input.mode = data[0];
    input.decision_count = data[1] < size - 2 ? data[1] : size - 2;
    input.decisions = data + 2;
    input.rest = data + 2 + input.decision_count;
    input.size = size - 2 - input.decision_count;
    return input;
}

#endif
