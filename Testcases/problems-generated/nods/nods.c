/* Has a number guessed, in seven questions at most, and flushes nothing: DMOJ's interactors need not. nods INPUT ANSWER */
#include <stdio.h>

int main(int argc, char **argv) {
    FILE *input = fopen(argv[argc > 1], "r");
    int hidden, guess;
    if (!input || fscanf(input, "%d", &hidden) != 1) return 3;
    for (int asked = 1; asked <= 7; asked++) {
        if (scanf("%d", &guess) != 1) {
            fprintf(stderr, "no number was said\n");
            return 1;
        }
        if (guess == hidden) {
            printf("yes\n");
            fprintf(stderr, "found after %d questions\n", asked);
            return 0;
        }
        printf("%s\n", guess < hidden ? "more" : "less");
    }
    printf("no\n");
    fprintf(stderr, "too many questions\n");
    return 1;
}
