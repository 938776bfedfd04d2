/* Fills each ferry with the next in the queue. */
#include <stdio.h>

int main(void) {
    FILE *in = fopen("input.txt", "r"), *out = fopen("output.txt", "w");
    int room, weight, used = 0;
    if (!in || !out || fscanf(in, "%d", &room) != 1) return 1;
    while (fscanf(in, "%d", &weight) == 1) {
        if (used + weight > room) {
            fprintf(out, "\n");
            used = 0;
        }
        fprintf(out, "%d ", weight);
        used += weight;
    }
    fprintf(out, "\n");
    return fclose(out);
}
