// Called as testlib's checkers are, and answers as they do; it uses nothing of the library.
#include <fstream>
#include <iostream>

#include "params.h"

int main(int, char *argv[]) {
    std::ifstream output(argv[2]), answer(argv[3]);
    long long found, expected;
    answer >> expected;
    if (!(output >> found)) {
        std::cerr << "wrong output format a number is expected in " << NAME << "\n";
        return 2;
    }
    if (found != expected) {
        std::cerr << "wrong answer " << found << " crossings, expected " << expected << "\n";
        return 1;
    }
    std::cerr << "ok " << found << "\n";
}
