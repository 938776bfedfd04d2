#include "area.h"
#include <iostream>

int main() {
    long long width, height;
    std::cin >> width >> height;
    std::cout << area(width, height) << '\n';
}
