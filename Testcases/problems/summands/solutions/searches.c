#include <stdio.h>

static int numbers[2000];

/* Whether n is a sum of `count` different numbers from `least` on. */
static int find(int n, int least, int count)
{
    if (count == 0)
        return n == 0;
    for (numbers[count] = least; numbers[count] <= n; numbers[count]++)
        if (find(n - numbers[count], numbers[count] + 1, count - 1))
            return 1;
    return 0;
}

int main(void)
{
    int n, count;
    scanf("%*s %d", &n);
    for (count = n < 1999 ? n : 1999; !find(n, 1, count); count--) {}
    for (; count > 0; count--)
        printf("%d ", numbers[count]);
    puts("");
}
