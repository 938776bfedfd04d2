#include <math.h>
#include <stdio.h>

int main(void) {
    static double x[1001], y[1001];
    int n;
    if (scanf("%d", &n) != 1) return 1;
    for (int i = 0; i < n; i++)
        if (scanf("%lf %lf", &x[i], &y[i]) != 2) return 1;
    double length = 0, doubled = 0;
    for (int i = 0; i < n; i++) {
        int j = (i + 1) % n;
        length += hypot(x[j] - x[i], y[j] - y[i]);
        doubled += (x[i] - x[0]) * (y[j] - y[0]) - (x[j] - x[0]) * (y[i] - y[0]);
    }
    printf("%.9f\n\n   %.9f\n", length, fabs(doubled) / 2);
    return 0;
}
