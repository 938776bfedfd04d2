// expect: exited 0
// wall: root, mount
// stdout: held
// x: asks the preprocessor which answers, secrets and foreign sources it could include
#include <stdio.h>

#if __has_include("../1.ans") || __has_include("../secret/1.ans") || __has_include("../data/secret/1.ans")
#define FOUND "answers above the source"
#elif __has_include("/data/secret/1.ans") || __has_include("/testdata/1.ans") || __has_include("/tests/1.ans")
#define FOUND "answers in a folder of the root"
#elif __has_include("1.ans") || __has_include("data/secret/1.ans") || __has_include("../../data/secret/1.ans")
#define FOUND "answers beside the source"
#elif __has_include("/etc/shadow") || __has_include("/root/.bashrc") || __has_include("/root/.profile")
#define FOUND "files of root"
#elif __has_include("/proc/1/environ") || __has_include("/proc/1/cmdline") || __has_include("/etc/machine-id")
#define FOUND "the host's secrets"
#endif

int main(void)
{
#ifdef FOUND
    puts("breach: " FOUND);
    return 1;
#else
    puts("held");
    return 0;
#endif
}
