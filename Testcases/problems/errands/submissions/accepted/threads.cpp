#include <iostream>
#include <thread>
#include <vector>

int main() {
    int n, busy[4] = {};
    std::cin >> n;
    std::vector<int> length(n);
    for (int &l : length) std::cin >> l;
    std::vector<std::thread> messengers;
    for (int m = 0; m < 4; m++)
        messengers.emplace_back([&, m] {
            for (int i = m; i < n; i += 4) busy[m] += length[i];
        });
    for (auto &messenger : messengers) messenger.join();
    for (int b : busy) std::cout << b << ' ';
    std::cout << std::endl;
}
