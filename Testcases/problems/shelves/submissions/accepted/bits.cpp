#include <bitset>
#include <iostream>
#include <vector>
using namespace std;

// The lengths that the first i books can make, for each i, then the way back.
int main() {
    int n, s;
    cin >> n >> s;
    vector<int> book(n);
    vector<bitset<10001>> can(n + 1);
    can[0][0] = 1;
    long total = 0;
    for (int i = 0; i < n; i++) {
        cin >> book[i];
        total += book[i];
        can[i + 1] = can[i] | can[i] << book[i];
    }
    int first = -1;
    for (int length = 0; length <= s; length++)
        if (can[n][length] && total - length <= s) first = length;
    if (first < 0) {
        cout << "IMPOSSIBLE\n";
        return 0;
    }
    vector<int> chosen;
    for (int i = n; i > 0; i--)
        if (!can[i - 1][first]) {
            chosen.push_back(i);
            first -= book[i - 1];
        }
    cout << chosen.size() << '\n';
    for (int i : chosen) cout << i << ' ';
    cout << '\n';
}
