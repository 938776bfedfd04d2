#pragma once

#include <vector>

long long solve(const std::vector<int> &lines);
