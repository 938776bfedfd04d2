// expect: exited 0
// wall: proc, pid, user
// needs: proc
// stdout: held
// x: reads memory, environment, descriptors, root and working directory of process 1 and every other process in /proc
#include <ctype.h>
#include <dirent.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

int main(void)
{
    static const char *const secrets[] = {"mem", "environ", "root/tmp", "cwd/.", "fd", "exe", "maps", "map_files",
        "ns/mnt", "stack", "syscall", "auxv", "io", "pagemap"};
    DIR *processes = opendir("/proc");
    for (struct dirent *entry; processes && (entry = readdir(processes));) {
        if (!isdigit((unsigned char)entry->d_name[0]) || atoi(entry->d_name) == getpid())
            continue;
        for (size_t i = 0; i < sizeof secrets / sizeof *secrets; i++) {
            char path[400], content[4096];
            snprintf(path, sizeof path, "/proc/%s/%s", entry->d_name, secrets[i]);
            int file = open(path, O_RDONLY);
            DIR *folder = opendir(path);
            if (folder || (file >= 0 && read(file, content, sizeof content) > 0)) {
                printf("breach: %s can be read\n", path);
                return 1;
            }
            if (file >= 0)
                close(file);
        }
    }
    int memory = open("/proc/1/mem", O_RDWR);
    puts(memory < 0 ? "held" : "breach: /proc/1/mem can be written");
    return memory >= 0;
}
