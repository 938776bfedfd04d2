// How many colours there are, and the longest row of beads of one colour.
#include <algorithm>
#include <iostream>
#include <set>

#include "beads.h"

int main() {
    int count;
    std::cin >> count;
    static int beads[most];
    for (int i = 0; i < count; i++) std::cin >> beads[i];
    int longest = 0;
    for (int i = 0, start = 0; i < count; i++) {
        if (beads[i] != beads[start]) start = i;
        longest = std::max(longest, i - start + 1);
    }
    std::cout << std::set<int>(beads, beads + count).size() << " " << longest << "\n";
}
