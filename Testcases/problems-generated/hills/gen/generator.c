/* A row of COUNT heights from 1 to MOST. generator COUNT MOST SEED */
#include <stdio.h>
#include <stdlib.h>

int main(int argc, char **argv) {
    if (argc != 4) return 1;
    int count = atoi(argv[1]), most = atoi(argv[2]);
    unsigned long long state = strtoull(argv[3], NULL, 10) * 2654435761u + 1;
    printf("%d\n", count);
    for (int i = 0; i < count; i++) {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        printf("%llu ", state % (unsigned)most + 1);
    }
    printf("\n");
    return 0;
}
