#include <functional>
#include <iostream>

int main() {
    long n, a, p;
    std::cin >> n >> a >> p;
    std::function<long(long)> cloudiness = [&](long level) -> long {
        return level == 0 ? 1 : (cloudiness(level - 1) * a + level) % p;
    };
    std::cout << cloudiness(n) << '\n';
}
