/*
 * @EXPECTED_RESULTS@: WRONG-ANSWER, OUTPUT-LIMIT
 * One line that never ends. The guide rejects it at its first bytes; a judge with an output limit may come first.
 */
#include <stdio.h>

int main(void) {
    for (;;) putchar('m');
}
