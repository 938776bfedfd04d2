/*
 * @EXPECTED_RESULTS@: WRONG-ANSWER
 */
#include <cstdio>

int main() { std::puts("99999999999999999999999999999999\n-1"); }
