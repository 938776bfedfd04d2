#include "mirror.h"

#include <stdio.h>
#include <string.h>

int main(void) {
    char word[101];
    int n;
    if (scanf("%d", &n) != 1) return 1;
    while (n-- > 0 && scanf("%100s", word) == 1) {
        mirror(word, (int)strlen(word));
        puts(word);
    }
    return 0;
}
