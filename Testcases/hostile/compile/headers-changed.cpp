// expect: exited 0
// wall: accounting
// stdout: held
// x: changes what the headers mean that a judge may have compiled before, and sees whether its word counts
#define _GLIBCXX_DEBUG 1
#include <bits/stdc++.h>

static_assert(std::is_same<std::vector<int>, std::__debug::vector<int>>::value, "headers of others were taken");

int main()
{
    std::puts("held");
}
