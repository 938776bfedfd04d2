#include "mirror.h"

void mirror(char *word, int length) {
    for (int i = 0, j = length - 1; i < j; i++, j--) {
        char letter = word[i];
        word[i] = word[j];
        word[j] = letter;
    }
}
