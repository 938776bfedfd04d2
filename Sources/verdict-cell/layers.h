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
    LAYER_CPU = 1 << 10,      // CPU time is counted and limited by the run's v2 cgroup
    LAYERS_OPENED = 1 << 11,  // no layer: mount or pid is left out on purpose
    LAYER_ALL = (1 << 12) - 1,
};

#endif
