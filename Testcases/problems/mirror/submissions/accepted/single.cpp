#include "mirror.h"

std::string mirror(const std::string &word) {
    std::string mirrored;
    for (char letter : word) mirrored = letter + mirrored;
    return mirrored;
}
