/* @EXPECTED_RESULTS@: RUN-ERROR
   A thousand sleeping children, and it gives up at the first that it cannot have: more than any judge allows. */
#include <signal.h>
#include <unistd.h>

int main(void) {
    for (int i = 0; i < 1000; i++) {
        pid_t child = fork();
        if (child < 0) return 1;
        if (child == 0) {
            sleep(20);
            _exit(0);
        }
    }
    return 2;
}
