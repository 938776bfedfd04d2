// expect: exited 0
// wall: root, mount
// stdout: held
// x: guesses where answers, checkers, other programs and secrets of the host could lie
#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

int main(void)
{
    static const char *const folders[] = {"", "..", "../..", "/", "/box", "/box/..", "/tmp", "/data", "/data/secret",
        "/testdata", "/tests", "/judge", "/home", "/root", "/srv", "/var/lib", "/mnt", "/opt", "/submission", "/etc/..",
        "../data/secret", "../../data/secret", "/proc/1/root", "/proc/1/cwd", "/proc/self/root/.."};
    static const char *const names[] = {"1.ans", "1.out", "01.ans", "001.ans", "test.ans", "answer.txt", "output.txt",
        "1.a", "1.in.ans", "sample/1.ans", "secret/1.ans", "secret/01.ans", "checker", "check", "problem.yaml",
        "problem.xml", "solution.cpp", "main.cpp", "main.c", "input.txt", ".ssh/id_rsa", "etc/shadow", ".bash_history"};
    char path[300];
    for (size_t i = 0; i < sizeof folders / sizeof *folders; i++)
        for (size_t k = 0; k < sizeof names / sizeof *names; k++) {
            snprintf(path, sizeof path, "%s%s%s", folders[i], folders[i][0] ? "/" : "", names[k]);
            if (access(path, R_OK) == 0) {
                printf("breach: %s\n", path);
                return 1;
            }
        }
    puts("held");
    return 0;
}
