#include <stdlib.h>
#include <string.h>

int main(void)
{
    for (int i = 0; i < 400; i++)
        memset(malloc(1 << 20), 1, 1 << 20);
}
