#include <stdio.h>
#include <stdlib.h>

#include "whisper.h"

int main(int argc, char **argv) {
    if (argc != 4) return 9;
    FILE *in = fopen(argv[1], "r"), *out = fopen(argv[2], "w");
    static int taps[2000];
    int number, count = 0;
    if (atoi(argv[3]) == 0) {
        if (fscanf(in, "%d", &number) != 1) return 8;
        count = tell(number, taps);
        fprintf(out, "%d\n", count);
        for (int i = 0; i < count; i++) fprintf(out, "%d\n", taps[i]);
    } else {
        while (count < 2000 && fscanf(in, "%d", &taps[count]) == 1) count++;
        fprintf(out, "%d\n", hear(count, taps));
    }
    fclose(out);
    fclose(in);
    return 0;
}
