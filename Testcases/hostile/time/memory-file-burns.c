// expect: cpu_limit
// wall: cpu, accounting
// limits: cpu=0.5s wall=6s processes=8
// at-most: cpu=0.7s wall=5s
// x: copies itself to an anonymous file and computes on as that, a program without a name or a place
#define _GNU_SOURCE
#include <dirent.h>
#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

static int own_file(void)
{
    DIR *box = opendir(".");
    for (struct dirent *entry; box && (entry = readdir(box));) {
        struct stat info;
        if (stat(entry->d_name, &info) == 0 && S_ISREG(info.st_mode) && (info.st_mode & 0111))
            return open(entry->d_name, O_RDONLY | O_CLOEXEC);
    }
    return -1;
}

int main(int count, char **arguments)
{
    (void)arguments;
    if (count == 1) {
        static char block[1 << 16];
        char *again[] = {"", "again", NULL}, *none[] = {NULL};
        int from = own_file(), to = memfd_create("", MFD_CLOEXEC);
        for (ssize_t size; (size = read(from, block, sizeof block)) > 0;)
            if (write(to, block, size) != size)
                return 2;
        syscall(SYS_execveat, to, "", again, none, AT_EMPTY_PATH);
    }
    for (;;)
        ;
}
