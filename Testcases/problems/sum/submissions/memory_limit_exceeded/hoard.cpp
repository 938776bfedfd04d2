// Touches every page that it asks for, without end.
#include <cstdlib>
#include <cstring>

int main() {
    const std::size_t chunk = 8u << 20;
    for (;;) {
        char *block = static_cast<char *>(std::malloc(chunk));
        if (block == nullptr) std::abort();
        std::memset(block, 1, chunk);
        asm volatile("" : : "r"(block) : "memory");
    }
}
