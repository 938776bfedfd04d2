#include <stdio.h>

int main(void) {
    int count, found = 0;
    if (scanf("%d", &count) != 1) return 1;
    for (int number = 2; found < count; number++) {
        int is_prime = 1;
        for (int divisor = 2; divisor * divisor <= number; divisor++)
            if (number % divisor == 0) is_prime = 0;
        if (is_prime) {
            printf("%d\n", number);
            found++;
        }
    }
    return 0;
}
