// expect: exited 0
// wall: root, mount, dev
// without: mount, dev
// stdout: held
// x: lists its root and its devices: nothing may be there that it was not given
#include <dirent.h>
#include <stdio.h>
#include <string.h>

static int foreign(const char *folder, const char *allowed)
{
    DIR *listing = opendir(folder);
    for (struct dirent *entry; listing && (entry = readdir(listing));) {
        char name[300];
        snprintf(name, sizeof name, " %s ", entry->d_name);
        if (!strstr(allowed, name)) {
            printf("breach: %s in %s\n", entry->d_name, folder);
            return 1;
        }
    }
    return 0;
}

int main(void)
{
    // The locale that LANG names lies below /usr.
    if (foreign("/", " . .. box tmp dev proc source data feedback usr ") || foreign("/tmp", " . .. ") ||
        foreign("/usr", " . .. lib ") || foreign("/usr/lib", " . .. locale ") ||
        foreign("/usr/lib/locale", " . .. C.utf8 C.UTF-8 ") ||
        foreign("/dev", " . .. null zero full random urandom shm fd stdin stdout stderr "))
        return 1;
    puts("held");
    return 0;
}
