// expect: exited 0
// wall: rlimits, seccomp
// stdout: held
// x: lowers its limit of core dumps from 1 to 0: then a core_pattern that is a pipe starts the host's program, as root
#include <stdio.h>
#include <sys/resource.h>

int main(void)
{
    struct rlimit none = {0, 0}, now = {1, 1};
    setrlimit(RLIMIT_CORE, &none);
    getrlimit(RLIMIT_CORE, &now);
    puts(now.rlim_cur == 0 ? "breach: 0 is a limit that pipes ignore" : "held");
    return now.rlim_cur == 0;
}
