// Half of the points for a walk that is too long by no more than a tenth. Called, and answers, as CMS has it.
#include <cstdio>
#include <fstream>
#include <string>

int main(int argc, char *argv[]) {
    std::string word;
    long long expected = -1, found = -1;
    std::ifstream answer(argv[2]), output(argv[3]);
    answer >> word >> expected;
    output >> word >> found;
    bool isGraded = argc == 4 && output && word == "graded";
    bool isNear = found >= expected && found - expected <= expected / 10;
    std::printf("%s\n", isGraded && found == expected ? "1.0" : isGraded && isNear ? "0.5" : "0.0");
    std::fprintf(stderr, "%s\n", isGraded ? found == expected ? "translate:success" : "another length" : "not graded");
}
