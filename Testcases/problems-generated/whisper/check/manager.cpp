// Asks process 0 for taps, 0 or 1, that tell a number below 65536; gives them to process 1, which has to name the number. More than
// 16 taps are worth half of the points.
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <vector>

static void end(const char *points, const char *reason) {
    std::printf("%s\n", points);
    std::fprintf(stderr, "%s\n", reason);
    std::exit(0);
}

int main(int argc, char **argv) {
    std::signal(SIGPIPE, SIG_IGN);
    std::FILE *input = std::fopen("input.txt", "r"), *log = std::fopen("output.txt", "w");
    int number, fromStream;
    if (argc != 5 || !input || !log || std::fscanf(input, "%d", &number) != 1) return 1;
    if (std::scanf("%d", &fromStream) != 1 || fromStream != number) return 2;
    std::FILE *toFirst = std::fopen(argv[2], "w"), *fromFirst = std::fopen(argv[1], "r");
    std::fprintf(toFirst, "%d\n", number);
    std::fclose(toFirst);
    int count, answer;
    if (std::fscanf(fromFirst, "%d", &count) != 1 || count < 0 || count > 1000) end("0.0", "no number of taps");
    std::vector<int> taps(count);
    for (int &tap : taps)
        if (std::fscanf(fromFirst, "%d", &tap) != 1 || tap < 0 || tap > 1) end("0.0", "taps are 0 or 1");
    // The second one reads to the end, and answers then.
    std::FILE *fromSecond = nullptr, *toSecond = std::fopen(argv[4], "w");
    fromSecond = std::fopen(argv[3], "r");
    for (int tap : taps) std::fprintf(toSecond, "%d\n", tap);
    std::fclose(toSecond);
    if (std::fscanf(fromSecond, "%d", &answer) != 1) end("0.0", "no answer");
    std::fprintf(log, "%d taps\n", count);
    if (answer != number) end("0.0", "another number");
    if (count > 16) end("0.5", "too many taps");
    end("1.0", "translate:success");
}
