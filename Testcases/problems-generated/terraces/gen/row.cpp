// Heights of terraces. row COUNT MOST SEED
#include <cstdio>
#include <cstdlib>
#include <random>

int main(int argc, char *argv[]) {
    if (argc != 4) return 1;
    std::mt19937 random(std::atoi(argv[3]));
    int count = std::atoi(argv[1]);
    std::printf("%d\n", count);
    for (int i = 0; i < count; i++) std::printf("%u ", random() % (unsigned)std::atoi(argv[2]) + 1);
    std::printf("\n");
}
