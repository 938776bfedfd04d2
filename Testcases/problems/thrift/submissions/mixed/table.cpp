// @EXPECTED_RESULTS@: MEMORY-LIMIT, RUN-ERROR, COMPILER-ERROR
// A table of 512 MiB in the program's own data, filled: some judges cannot even load it.
#include <cstdio>
#include <cstring>

static char table[512u << 20];

int main() {
    std::memset(table, 1, sizeof table);
    volatile char *seen = table;
    std::printf("%d\n", seen[12345]);
}
