/*
 * @EXPECTED_RESULTS@: WRONG-ANSWER, TIMELIMIT
 * Closes its output without an answer and waits. Where the judge holds the pipe open as well, both wait.
 */
#include <stdio.h>
#include <unistd.h>

int main(void) {
    close(STDOUT_FILENO);
    while (getchar() != EOF) {}
    return 0;
}
