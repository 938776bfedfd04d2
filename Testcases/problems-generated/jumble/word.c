/* Writes a word of LENGTH letters to standard output, and how many are in the longest row of them that goes up to standard
   error: DMOJ takes that for the answer. word [SEED [LETTERS]]; without arguments the seed is read. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "letters.h"

int main(int argc, char **argv) {
    unsigned seed = 0;
    if (argc > 1) seed = (unsigned)atoi(argv[1]);
    else if (scanf("%u", &seed) != 1) return 0; /* nothing to read: an empty test */
    const char *from = argc > 2 ? argv[2] : letters;
    char word[LENGTH + 1] = {0};
    int best[LENGTH], most = 0;
    for (int i = 0; i < LENGTH; i++) {
        seed = seed * 1103515245u + 12345u;
        word[i] = from[(seed >> 16) % strlen(from)];
        best[i] = 1;
        for (int j = 0; j < i; j++)
            if (word[j] < word[i] && best[j] >= best[i]) best[i] = best[j] + 1;
        if (best[i] > most) most = best[i];
    }
    printf("%s\n", word);
    fprintf(stderr, "%d\n", most);
    return 0;
}
