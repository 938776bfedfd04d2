// Looks at all rows that begin anywhere.
#include <iostream>
#include <set>
#include <vector>

int main() {
    int count;
    std::cin >> count;
    std::vector<int> beads(count);
    for (int &bead : beads) std::cin >> bead;
    volatile long long longest = 0;
    for (int i = 0; i < count; i++) {
        bool same = true;
        for (int j = i; j < count; j++) {
            same = same && beads[j] == beads[i];
            if (same && j - i + 1 > longest) longest = j - i + 1;
            volatile int slow = j;
            (void)slow;
        }
    }
    std::cout << std::set<int>(beads.begin(), beads.end()).size() << " " << longest << "\n";
}
