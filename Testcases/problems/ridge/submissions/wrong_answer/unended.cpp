// The last line has no end, so it is no answer.
#include <iostream>

int main() {
    std::cout << "summit 1";
}
