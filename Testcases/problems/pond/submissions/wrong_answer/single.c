/* Seven digits are not enough. */
#include <math.h>
#include <stdio.h>

int main(void) {
    static float x[1001], y[1001];
    int n;
    if (scanf("%d", &n) != 1) return 1;
    for (int i = 0; i < n; i++)
        if (scanf("%f %f", &x[i], &y[i]) != 2) return 1;
    float length = 0, doubled = 0;
    for (int i = 0; i < n; i++) {
        int j = (i + 1) % n;
        length += hypotf(x[j] - x[i], y[j] - y[i]);
        doubled += x[i] * y[j] - x[j] * y[i];
    }
    printf("%.9f %.9f\n", length, fabsf(doubled) / 2);
    return 0;
}
