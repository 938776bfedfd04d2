#include "terraces.h"

long long walk(const std::vector<int> &) { return -1; }
