// expect: exited 0
// wall: capabilities, scratch, user
// stdout: held
// x: copies itself, gives the copy to root with the setuid bit and executes it
#include <dirent.h>
#include <fcntl.h>
#include <stdio.h>
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

int main(int count, char **arguments)
{
    (void)arguments;
    if (count > 1) {
        int root = geteuid() == 0 || getegid() == 0 || geteuid() != getuid();
        puts(root ? "breach: the copy runs as another user" : "held");
        return root;
    }
    static char block[1 << 16];
    const char *file = own_file();
    int from = file ? open(file, O_RDONLY) : -1, to = open("/tmp/copy", O_CREAT | O_WRONLY, 0700);
    for (ssize_t size; from >= 0 && (size = read(from, block, sizeof block)) > 0;)
        if (write(to, block, size) != size)
            return 2;
    close(to);
    if (chown("/tmp/copy", 0, 0) == 0 || chown("/tmp/copy", 0, -1) == 0 || chown("/tmp/copy", -1, 0) == 0) {
        puts("breach: a file given to root");
        return 1;
    }
    chmod("/tmp/copy", 06755);
    execl("/tmp/copy", "/tmp/copy", "again", (char *)0);
    puts("held");
    return 0;
}
