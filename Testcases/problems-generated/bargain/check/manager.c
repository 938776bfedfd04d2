/* A hidden price up to 1000, and ten offers: too little, too much, or a deal. */
#include <signal.h>
#include <stdio.h>

int main(int argc, char **argv) {
    int price, offer;
    signal(SIGPIPE, SIG_IGN);
    if (argc != 3 || scanf("%d", &price) != 1) return 1;
    /* In the order that is usual, and not that of the program's own streams. */
    FILE *from = fopen(argv[1], "r"), *to = fopen(argv[2], "w");
    for (int i = 0; i < 10; i++) {
        if (fscanf(from, "%d", &offer) != 1) {
            printf("0\n");
            fprintf(stderr, "no offer\n");
            return 0;
        }
        fprintf(to, "%s\n", offer < price ? "more" : offer > price ? "less" : "deal");
        fflush(to);
        if (offer == price) {
            printf("1\n");
            fprintf(stderr, "translate:success\n");
            return 0;
        }
    }
    printf("0\n");
    fprintf(stderr, "ten offers and no deal\n");
    return 0;
}
