// @EXPECTED_RESULTS@: RUN-ERROR, WRONG-ANSWER
// A judge that compares while the program runs sees the wrong token first.
#include <cstdio>
#include <cstdlib>

int main() {
    std::puts("wrong");
    std::fflush(stdout);
    std::abort();
}
