// Keeps the weight where the second step does not see it, and fails there.
#include <cstdlib>

#include "parcel.h"

static int kept;

std::string pack(int weight) {
    kept = weight;
    return "a";
}

int unpack(const std::string &) {
    if (kept == 0) std::abort();
    return kept;
}
