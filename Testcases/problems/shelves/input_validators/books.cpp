#include <iostream>
#include <sstream>
#include <string>

static bool whole(const std::string &text, int most) {
    if (text.empty() || text.size() > 5 || text[0] == '0') return false;
    for (char c : text)
        if (c < '0' || c > '9') return false;
    return std::stoi(text) <= most;
}

// Fields separated by one space, nothing before or after them.
static bool fields(const std::string &line, int count, const int *most) {
    std::size_t from = 0;
    for (int i = 0; i < count; i++) {
        std::size_t to = line.find(' ', from);
        if ((to == std::string::npos) != (i == count - 1)) return false;
        if (!whole(line.substr(from, to == std::string::npos ? to : to - from), most[i])) return false;
        from = to + 1;
    }
    return true;
}

int main() {
    std::stringstream all;
    all << std::cin.rdbuf();
    std::string text = all.str(), head, books;
    std::size_t first = text.find('\n');
    if (first == std::string::npos) return 43;
    std::size_t second = text.find('\n', first + 1);
    if (second == std::string::npos || second + 1 != text.size()) return 43;
    head = text.substr(0, first);
    books = text.substr(first + 1, second - first - 1);
    const int limits[] = {200, 10000};
    if (!fields(head, 2, limits)) return 43;
    int most[200];
    for (int &m : most) m = 10000;
    return fields(books, std::stoi(head), most) ? 42 : 43;
}
