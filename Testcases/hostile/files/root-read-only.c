// expect: exited 0
// wall: root, mount
// without: mount
// stdout: held
// x: asks whether its root could be written to if only the owner of a directory were careless
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/statvfs.h>

int main(void)
{
    struct statvfs root;
    if (statvfs("/", &root) < 0)
        return 2;
    /* the mount answers before anybody looks at the directory's own rights */
    if (!(root.f_flag & ST_RDONLY) || mkdir("/mine", 0755) == 0 || errno != EROFS) {
        printf("breach: the root is not read-only (%s)\n", strerror(errno));
        return 1;
    }
    puts("held");
    return 0;
}
