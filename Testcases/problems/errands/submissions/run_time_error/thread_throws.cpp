#include <stdexcept>
#include <thread>

int main() {
    std::thread messenger([] { throw std::runtime_error("lost"); });
    messenger.join();
}
