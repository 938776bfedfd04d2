// expect: exited 0
// wall: user, mount
// limits: cpu=2s wall=10s memory=128MiB
// needs: pipes
// stdout: held
// x: the pipes to a manager: to be changed, removed, joined by files, or left for those of another process
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/xattr.h>
#include <unistd.h>

static char breach[256];

static void attack(const char *what, long result)
{
    int held = result < 0
        && (errno == EROFS || errno == EPERM || errno == EACCES || errno == ENOENT || errno == EXDEV || errno == ENOSYS
            || errno == EOPNOTSUPP);
    if (!held && !breach[0])
        snprintf(breach, sizeof breach, "breach: %s: %s", what, result < 0 ? strerror(errno) : "done");
}

// The other process's pipes, by all ways that lead up and down.
static void look_for_others(void)
{
    static const char *const places[] = {
        "/pipes/0/in", "/pipes/1/in", "/pipes/../0/in", "/pipes/in/../../1/in", "/pipes/../pipes/1/out", "/data/input",
    };
    for (unsigned i = 0; i < sizeof places / sizeof *places; i++) {
        errno = 0;
        int file = open(places[i], O_RDWR | O_NONBLOCK);
        if (file < 0 && errno == ENOTDIR) errno = ENOENT;
        attack(places[i], file);
    }
    int directory = open("/pipes", O_RDONLY | O_DIRECTORY);
    attack("up", openat(directory, "../1", O_RDONLY | O_DIRECTORY));
    attack("a new file", openat(directory, "new", O_CREAT | O_WRONLY, 0600));
    attack("a nameless file", openat(directory, ".", O_TMPFILE | O_RDWR, 0600));
}

static void change(const char *path)
{
    attack("chmod", chmod(path, 0));
    attack("chown", chown(path, getuid(), getgid()));
    attack("unlink", unlink(path));
    attack("rename", rename(path, "/pipes/other"));
    attack("link", link(path, "/pipes/other"));
    attack("link to /tmp", link(path, "/tmp/other"));
    attack("mkfifo", mkfifo("/pipes/other", 0666));
    attack("symlink", symlink("/etc", "/pipes/other"));
    attack("mkdir", mkdir("/pipes/other", 0777));
    attack("attribute", setxattr(path, "user.mark", "x", 1, 0));
    attack("times", utimensat(AT_FDCWD, path, NULL, 0));
    attack("truncate to a file", truncate("/pipes", 1) < 0 && errno == EISDIR ? (errno = EROFS, -1) : 0);
}

static int process(const char *in, const char *out)
{
    change(in);
    change(out);
    look_for_others();
    FILE *stream = fopen(out, "w");
    fprintf(stream, "%s\n", breach[0] ? breach : "held");
    return fclose(stream);
}

int main(int argc, char **argv)
{
    if (argc == 4) return process(argv[1], argv[2]);
    char line[2][300] = {"nothing", "nothing"};
    for (int i = 0; i < 2; i++) {
        FILE *stream = fopen(argv[1 + 2 * i], "r");
        if (!stream || !fgets(line[i], sizeof line[i], stream)) return 3;
    }
    int held = !strcmp(line[0], "held\n") && !strcmp(line[1], "held\n");
    fputs(held ? "held\n" : strcmp(line[0], "held\n") ? line[0] : line[1], stdout);
    return !held;
}
