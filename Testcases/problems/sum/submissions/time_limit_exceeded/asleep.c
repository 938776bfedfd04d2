/* Uses no processor at all: only a wall clock limit catches it. */
#include <unistd.h>

int main(void) {
    for (;;) sleep(60);
}
