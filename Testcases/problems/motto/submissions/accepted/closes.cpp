// Closes its standard input at once.
#include <cstdio>
#include <unistd.h>

int main() {
    close(0);
    std::puts("Everyone is welcome");
}
