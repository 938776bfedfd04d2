#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int main(int count, char **arguments) {
    char names[100][32], kind[32];
    int tolls[100], known = 0, cars = 0, sum = 0;
    FILE *file = fopen("tariff.txt", "r");
    while (known < 100 && fscanf(file, "%31s %d", names[known], &tolls[known]) == 2) known++;
    int discount = count > 1 ? atoi(arguments[1]) : -1;
    if (scanf("%d", &cars) != 1) return 1;
    while (cars-- > 0 && scanf("%31s", kind) == 1)
        for (int i = 0; i < known; i++)
            if (strcmp(names[i], kind) == 0) sum += tolls[i] - discount;
    printf("%d\n", sum % {{modulus}});
    return 0;
}
