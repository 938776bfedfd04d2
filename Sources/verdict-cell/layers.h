// The layers of a cell, as bits of Setup.layers. The worker's Layer.swift has the same numbers.
#ifndef VERDICT_LAYERS_H
#define VERDICT_LAYERS_H

enum layer {
    LAYER_USER = 1 << 0,
    LAYER_MOUNT = 1 << 1,
    LAYER_PID = 1 << 2,
    LAYER_IPC = 1 << 3,
    LAYER_NETWORK = 1 << 4,
    LAYER_UTS = 1 << 5,
    LAYER_CGROUP = 1 << 6,
    LAYER_PRIVILEGES = 1 << 7,
    LAYER_SECCOMP = 1 << 8,
    LAYER_RLIMITS = 1 << 9,
    LAYER_ALL = (1 << 10) - 1,
};

#endif
