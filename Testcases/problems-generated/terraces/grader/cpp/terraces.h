#pragma once

#include <vector>

// For each terrace how far it is to the next higher one, 0 if there is none: the sum of these.
long long walk(const std::vector<int> &heights);
