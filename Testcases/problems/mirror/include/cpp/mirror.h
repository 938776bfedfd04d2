#pragma once
#include <string>

std::string mirror(const std::string &word);
