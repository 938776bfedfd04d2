// expect: exited 0
// wall: seccomp, root
// without: seccomp
// stdout: held
// x: locks files that other runs share with it, which is a secret channel between submissions
#define _GNU_SOURCE
#include <dirent.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

/* The program's own file: the one executable in its working directory. */
static const char *own_file(void)
{
    static char name[300];
    DIR *box = opendir(".");
    for (struct dirent *entry; box && (entry = readdir(box));) {
        struct stat info;
        if (stat(entry->d_name, &info) == 0 && S_ISREG(info.st_mode) && (info.st_mode & 0111)) {
            snprintf(name, sizeof name, "./%s", entry->d_name);
            break;
        }
    }
    if (box)
        closedir(box);
    return name[0] ? name : NULL;
}

/* What somebody who has the same file open sees of a lock, or a mark that could be made at all. */
static const char *locks(int file, int other)
{
    struct flock range = {.l_type = F_RDLCK, .l_whence = SEEK_SET, .l_start = 1, .l_len = 1};
    struct flock found = {.l_type = F_WRLCK, .l_whence = SEEK_SET, .l_start = 1, .l_len = 1};
    if (flock(file, LOCK_EX | LOCK_NB) == 0 && flock(other, LOCK_EX | LOCK_NB) != 0)
        return "flock";
    if (fcntl(file, F_OFD_SETLK, &range) == 0 && fcntl(other, F_OFD_GETLK, &found) == 0 && found.l_type != F_UNLCK)
        return "a lock of the open file";
    if (fcntl(file, F_SETLEASE, F_RDLCK) == 0)
        return "a lease";
    if (fcntl(file, F_NOTIFY, DN_ACCESS | DN_MULTISHOT) == 0)
        return "a directory watch";
    return NULL;
}

int main(void)
{
    const char *own = own_file(), *paths[] = {own ? own : ".", "/box", "/", "/dev/null", "/usr/lib"};
    for (size_t i = 0; i < sizeof paths / sizeof *paths; i++) {
        int file = open(paths[i], O_RDONLY), other = open(paths[i], O_RDONLY);
        const char *kind = file < 0 || other < 0 ? NULL : locks(file, other);
        if (kind) {
            printf("breach: %s on %s\n", kind, paths[i]);
            return 1;
        }
    }
    puts("held");
    return 0;
}
