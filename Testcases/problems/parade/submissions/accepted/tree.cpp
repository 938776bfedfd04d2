#include <bits/stdc++.h>
using namespace std;

int main() {
    ios::sync_with_stdio(false);
    cin.tie(nullptr);
    int n;
    cin >> n;
    vector<int> taller(1 << 20);
    string out;
    while (n--) {
        int height, count = 0;
        cin >> height;
        for (int i = height + 2; i < 1 << 20; i += i & -i) count += taller[i];
        for (int i = height + 1; i > 0; i -= i & -i) taller[i]++;
        out += to_string(count) + '\n';
    }
    cout << out;
}
