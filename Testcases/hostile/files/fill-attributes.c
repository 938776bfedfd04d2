// expect: exited 0 or memory_limit
// wall: scratch, memory
// limits: cpu=5s wall=10s memory=64MiB
// x: stores data in extended attributes and long link targets, which a quota of blocks does not count
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/xattr.h>
#include <unistd.h>

static char value[60000];

int main(void)
{
    char name[64], target[4000];
    memset(target, 't', sizeof target - 1);
    target[sizeof target - 1] = 0;
    close(open("/tmp/file", O_CREAT | O_WRONLY, 0600));
    int attributes = 0, links = 0;
    for (; attributes < 10000; attributes++) {
        snprintf(name, sizeof name, "user.hoard-%d", attributes);
        if (setxattr("/tmp/file", name, value, sizeof value, 0) != 0)
            break;
    }
    for (; links < 100000; links++) {
        snprintf(name, sizeof name, "/tmp/link-%d", links);
        if (symlink(target, name) != 0)
            break;
    }
    int held = attributes < 10000 && links < 100000;
    puts(held ? "held" : "breach: no end of attributes or links");
    return !held;
}
