// expect: compile_error or exited 0
// wall: compile-limits, output
// x: byte order marks, Latin-1, reversed text and line ends of every kind
#include <stdio.h>
ï»¿
int naïve = 1; /* â€® reversed â€¬ ÿ */// \
int main(void)
{
    puts("held é");
    return 0;
}