#include "solve.hpp"
#include "tree.hpp"

long long solve(const std::vector<int> &lines) { return crossings<long long>(lines); }
