#include <algorithm>
#include <iostream>
#include <string>
#include <utility>
#include <vector>

int main() {
    int height, width, count = 0, largest = 0;
    std::cin >> height >> width;
    std::vector<std::string> chart(height);
    for (auto &row : chart) std::cin >> row;
    for (int y = 0; y < height; y++)
        for (int x = 0; x < width; x++) {
            if (chart[y][x] != '#') continue;
            std::vector<std::pair<int, int>> open{{y, x}};
            chart[y][x] = ' ';
            std::size_t done = 0;
            while (done < open.size()) {
                auto [a, b] = open[done++];
                for (auto [c, d] : {std::pair{a - 1, b}, {a + 1, b}, {a, b - 1}, {a, b + 1}})
                    if (c >= 0 && c < height && d >= 0 && d < width && chart[c][d] == '#') {
                        chart[c][d] = ' ';
                        open.push_back({c, d});
                    }
            }
            count++;
            largest = std::max(largest, static_cast<int>(done));
        }
    std::cout << count << ' ' << largest << '\n';
}
