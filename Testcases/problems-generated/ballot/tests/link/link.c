/* Reads the votes from the link. */
#include <stdio.h>

int main(void) {
    FILE *votes = fopen("votes.txt", "r");
    int a = 0, b = 0, vote;
    if (!votes) return 1;
    while ((vote = fgetc(votes)) != EOF) {
        a += vote == 'a';
        b += vote == 'b';
    }
    printf("%d %d", a, b);
    return 0;
}
