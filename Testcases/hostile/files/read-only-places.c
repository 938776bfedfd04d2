// expect: exited 0
// wall: root, mount, dev
// without: mount
// stdout: held
// x: looks for a place that it shares with others and that is not mounted read-only
#define _GNU_SOURCE
#include <stdio.h>
#include <sys/statvfs.h>

int main(void)
{
    static const char *const places[] = {"/", "/box", "/dev", "/dev/null", "/dev/zero", "/dev/full", "/dev/random", "/dev/urandom",
        "/dev/shm", "/source", "/data", "/feedback", "/usr", "/lib", "/bin"};
    for (size_t i = 0; i < sizeof places / sizeof *places; i++) {
        struct statvfs info;
        if (statvfs(places[i], &info) == 0 && !(info.f_flag & ST_RDONLY)) {
            printf("breach: %s can be written\n", places[i]);
            return 1;
        }
    }
    puts("held");
    return 0;
}
