// More threads than a run may have.
#include <chrono>
#include <thread>
#include <vector>

int main()
{
    std::vector<std::thread> all;
    for (int i = 0; i < 200; i++)
        all.emplace_back([] { std::this_thread::sleep_for(std::chrono::milliseconds(500)); });
    for (auto &one : all)
        one.join();
}
