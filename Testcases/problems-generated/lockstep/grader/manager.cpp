// Three processes add to a number in turns, round by round: each adds its own index and one.
#include <cstdio>
#include <cstdlib>

int main(int argc, char **argv) {
    int rounds, number = 0, answer;
    if (argc != 7 || std::scanf("%d", &rounds) != 1) return 1;
    std::FILE *to[3], *from[3];
    for (int i = 0; i < 3; i++) {
        to[i] = std::fopen(argv[2 * i + 2], "w");
        from[i] = std::fopen(argv[2 * i + 1], "r");
        std::fprintf(to[i], "%d\n", rounds);
    }
    for (int round = 0; round < rounds; round++)
        for (int i = 0; i < 3; i++) {
            std::fprintf(to[i], "%d\n", number);
            std::fflush(to[i]);
            if (std::fscanf(from[i], "%d", &answer) != 1 || answer != number + i + 1) {
                std::printf("0\n");
                std::fprintf(stderr, "process %d is out of step in round %d\n", i, round);
                return 0;
            }
            number = answer;
        }
    std::printf("1\n");
    std::fprintf(stderr, "translate:success\n");
}
