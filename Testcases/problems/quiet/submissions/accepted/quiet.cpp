#include <iostream>
#include <map>
#include <string>

int main() {
    int n;
    std::map<std::string, int> things;
    std::string thing;
    std::cin >> n;
    while (std::cin >> thing) things[thing]++;
    for (const auto &[name, count] : things)
        if (count > 1) std::cout << name << '\n';
}
