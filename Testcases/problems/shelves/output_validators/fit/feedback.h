#pragma once
#include <string>

/// Ends the validation with a word to the judges and, if not empty, one to the team.
class Feedback {
public:
    explicit Feedback(const std::string &folder);
    [[noreturn]] void accept(const std::string &judge) const;
    [[noreturn]] void reject(const std::string &judge, const std::string &team = "") const;

private:
    std::string folder;
    void write(const char *name, const std::string &text) const;
};
