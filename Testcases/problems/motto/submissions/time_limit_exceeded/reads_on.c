/* Waits for a line that the guest book does not have. */
#include <stdio.h>
#include <string.h>

int main(void) {
    static char line[256];
    while (strcmp(line, "The end\n") != 0)
        if (fgets(line, sizeof line, stdin) == NULL) clearerr(stdin);
    puts("Everyone is welcome");
    return 0;
}
