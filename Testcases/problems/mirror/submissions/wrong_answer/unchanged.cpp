#include "mirror.h"

std::string mirror(const std::string &word) { return word; }
