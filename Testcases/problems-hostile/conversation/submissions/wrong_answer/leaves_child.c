// Ends at once, and leaves a child that holds both pipes open: the interactor is to wait for ever.
#include <unistd.h>

int main(void) {
    if (fork() == 0) {
        setsid();
        for (;;)
            pause();
    }
    return 0;
}
