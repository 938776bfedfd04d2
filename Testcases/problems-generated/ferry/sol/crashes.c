#include <stdio.h>

int main(void) {
    FILE *out = fopen("output.txt", "w");
    fprintf(out, "1\n");
    fclose(out);
    return 3;
}
