// Not the library of this name: the few calls that this package's checker makes, written for it.
#pragma once

#include <cstdarg>
#include <cstdio>
#include <cstdlib>
#include <string>

enum TResult { _ok = 0, _wa = 1, _pe = 2, _fail = 3 };

[[noreturn]] inline void quitf(TResult result, const char *format, ...)
{
    const char *words[] = {"ok ", "wrong answer ", "wrong output format ", "FAIL "};
    std::fputs(words[result], stderr);
    va_list arguments;
    va_start(arguments, format);
    std::vfprintf(stderr, format, arguments);
    va_end(arguments);
    std::fputs("\n", stderr);
    std::exit(result);
}

struct InStream {
    std::FILE *file = nullptr;
    // What is said of the stream when it cannot be read.
    TResult fault = _fail;

    void open(const char *path, TResult result)
    {
        fault = result;
        file = std::fopen(path, "rb");
        if (file == nullptr)
            quitf(_fail, "cannot open %s", path);
    }

    bool seekEof()
    {
        int byte;
        while ((byte = std::fgetc(file)) == ' ' || byte == '\n' || byte == '\r' || byte == '\t') {}
        if (byte == EOF)
            return true;
        std::ungetc(byte, file);
        return false;
    }

    std::string readToken()
    {
        if (seekEof())
            quitf(fault, "Unexpected end of file - token expected");
        std::string token;
        int byte;
        while ((byte = std::fgetc(file)) != EOF && byte != ' ' && byte != '\n' && byte != '\r' && byte != '\t')
            token += static_cast<char>(byte);
        return token;
    }

    long long readLong(long long least, long long most, const char *name)
    {
        const std::string token = readToken();
        char *end = nullptr;
        const long long value = std::strtoll(token.c_str(), &end, 10);
        if (std::to_string(value) != token || *end != 0)
            quitf(fault, "Expected integer, but \"%.40s\" found", token.c_str());
        if (value < least || value > most)
            quitf(fault == _pe ? _wa : fault, "%s is %lld, not from %lld to %lld", name, value, least, most);
        return value;
    }
};

inline InStream inf, ouf, ans;

inline void registerTestlibCmd(int count, char *arguments[])
{
    if (count < 4)
        quitf(_fail, "called without input, output and answer");
    inf.open(arguments[1], _fail);
    ouf.open(arguments[2], _pe);
    ans.open(arguments[3], _fail);
}
