// guide INPUT ANSWER FEEDBACK_FOLDER: knows the heights and talks with the submission; any summit will do.
#include <csignal>
#include <cstdlib>
#include <fstream>
#include <iostream>
#include <string>
#include <vector>

static const int most_questions = 24;
static const std::size_t longest_line = 40;

static std::string folder;

[[noreturn]] static void finish(int status, const std::string &judge) {
    std::ofstream(folder + "/judgemessage.txt") << judge << '\n';
    std::exit(status);
}

// No line is kept that is longer than any the protocol has.
static std::string read_line() {
    std::string line;
    for (int c = std::cin.get(); c != '\n'; c = std::cin.get()) {
        if (c == EOF) finish(43, line.empty() ? "the output ends before the answer" : "the last line has no end");
        line += static_cast<char>(c);
        if (line.size() > longest_line) finish(43, "a line too long: " + line);
    }
    return line;
}

// The post after the word, if the line is that word and a post's number.
static int post(const std::string &line, const std::string &word, int n) {
    if (line.compare(0, word.size(), word) != 0) return 0;
    std::string digits = line.substr(word.size());
    if (digits.empty() || digits.size() > 4 || digits.find_first_not_of("0123456789") != std::string::npos) return 0;
    int number = std::stoi(digits);
    return number <= n ? number : 0;
}

int main(int argc, char **argv) {
    if (argc < 4) return 1;
    std::signal(SIGPIPE, SIG_IGN);  // a submission that no longer listens is noticed when its output ends
    folder = argv[3];
    std::ifstream input(argv[1]);
    int n;
    if (!(input >> n)) return 1;
    std::vector<long> height(n + 2, 0);
    for (int i = 1; i <= n; i++)
        if (!(input >> height[i])) return 1;

    std::cout << n << std::endl;
    for (int questions = 0;;) {
        std::string line = read_line();
        if (int i = post(line, "summit ", n)) {
            std::string asked = std::to_string(questions) + " questions";
            if (height[i] > height[i - 1] && height[i] > height[i + 1]) finish(42, "a summit after " + asked);
            finish(43, "post " + std::to_string(i) + " is no summit; " + asked);
        }
        int i = post(line, "measure ", n);
        if (i == 0) finish(43, "neither a question nor an answer: " + line);
        if (++questions > most_questions) finish(43, "too many questions");
        std::cout << height[i] << std::endl;
    }
}
