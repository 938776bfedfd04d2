#include <cstdint>

long long handshakes(long long people) { return std::int64_t{people} * (people - 1) / 2; }
