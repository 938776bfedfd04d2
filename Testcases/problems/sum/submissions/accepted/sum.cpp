#include <bits/stdc++.h>
using namespace std;

int main() {
    int n;
    cin >> n;
    cout << accumulate(istream_iterator<long long>(cin), {}, 0LL) << endl;
}
