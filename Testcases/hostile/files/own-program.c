// expect: exited 0
// wall: root, mount
// stdout: held
// x: rewrites, removes, renames and reopens its own executable, which the next test will run
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/time.h>
#include <unistd.h>

/* An attempt must fail, and for a reason that a wall gives. */
static void refused(const char *attempt, long result)
{
    static const int reasons[] = {EPERM, EACCES, EROFS, ENOENT, ETXTBSY, EXDEV, EBUSY, ENOSYS};
    if (result < 0)
        for (size_t i = 0; i < sizeof reasons / sizeof *reasons; i++)
            if (errno == reasons[i])
                return;
    printf("breach: %s (%s)\n", attempt, result < 0 ? strerror(errno) : "it worked");
    exit(1);
}

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

int main(void)
{
    const char *file = own_file();
    if (!file)
        file = "/box/main";
    refused("opening it for writing", open(file, O_WRONLY));
    refused("opening it for reading and writing", open(file, O_RDWR));
    refused("truncating it", truncate(file, 0));
    refused("removing it", unlink(file));
    refused("renaming it", rename(file, "./other"));
    refused("linking it into the scratch directory", link(file, "/tmp/link"));
    refused("changing its mode", chmod(file, 0777));
    refused("changing its times", utimes(file, NULL));
    puts("held");
    return 0;
}
