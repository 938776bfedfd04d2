// fit INPUT ANSWER FEEDBACK_FOLDER < OUTPUT: do the books named fit on two shelves?
#include "feedback.h"

#include <algorithm>
#include <fstream>
#include <iostream>
#include <vector>

int main(int argc, char **argv) {
    if (argc < 4) return 1;
    std::ifstream input(argv[1]), answer(argv[2]);
    Feedback feedback(argv[3]);
    int n, length;
    if (!(input >> n >> length)) return 1;
    std::vector<int> books(n);
    for (int &book : books)
        if (!(input >> book)) return 1;
    std::string judge, team;
    if (!(answer >> judge)) return 1;

    if (!(std::cin >> team)) feedback.reject("no output", "Your program printed nothing.");
    std::transform(team.begin(), team.end(), team.begin(), [](unsigned char c) { return std::tolower(c); });
    std::string more;
    if (team == "impossible") {
        if (judge != "impossible") feedback.reject("claims impossible, the jury has a way", "There is a way.");
        if (std::cin >> more) feedback.reject("text after impossible: " + more.substr(0, 50));
        feedback.accept("impossible, and it is");
    }
    int count;
    try {
        std::size_t used = 0;
        count = std::stoi(team, &used);
        if (used != team.size()) throw std::invalid_argument(team);
    } catch (const std::exception &) {
        feedback.reject("not a number of books: " + team.substr(0, 50));
    }
    if (count < 0 || count > n) feedback.reject("number of books out of range: " + std::to_string(count));
    std::vector<bool> taken(n);
    for (int i = 0; i < count; i++) {
        int book;
        if (!(std::cin >> book)) feedback.reject("book " + std::to_string(i + 1) + " of the list is missing");
        if (book < 1 || book > n) feedback.reject("there is no book " + std::to_string(book));
        if (taken[book - 1]) feedback.reject("book " + std::to_string(book) + " twice", "A book is listed twice.");
        taken[book - 1] = true;
    }
    if (std::cin >> more) feedback.reject("text after the list: " + more.substr(0, 50));
    long first = 0, second = 0;
    for (int i = 0; i < n; i++) (taken[i] ? first : second) += books[i];
    std::string sums = std::to_string(first) + " and " + std::to_string(second) + " of " + std::to_string(length);
    if (first > length || second > length) feedback.reject("too long: " + sums, "Some books do not fit.");
    if (judge == "impossible") return 1;  // the jury's answer is wrong: nobody's fault but the jury's
    feedback.accept(sums);
}
