#include <cstdio>
#include <cstdlib>

#include "parcel.h"

int main(int argc, char **argv) {
    if (argc != 3) return 1;
    if (std::atoi(argv[1]) == 0) {
        int weight;
        std::FILE *pipe = std::fopen(argv[2], "w");
        if (!pipe || std::scanf("%d", &weight) != 1) return 2;
        std::string letters = pack(weight);
        bool isRight = letters.size() <= 20 && letters.find_first_not_of("ab") == std::string::npos;
        std::fprintf(pipe, "%s\n", isRight ? letters.c_str() : "wrong");
        return std::fclose(pipe);
    }
    char word[30];
    std::FILE *pipe = std::fopen(argv[2], "r");
    if (!pipe || std::fscanf(pipe, "%29s", word) != 1) return 3;
    if (std::string(word) == "wrong")
        std::puts("no such letters");
    else
        std::printf("%d\n", unpack(word));
}
