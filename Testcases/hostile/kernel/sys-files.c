// expect: exited 0
// wall: mount
// stdout: held
// x: looks into /sys for devices, kernel internals and power switches
#include <dirent.h>
#include <fcntl.h>
#include <stdio.h>

int main(void)
{
    static const char *const files[] = {"/sys/power/state", "/sys/kernel/uevent_helper", "/sys/kernel/mm/ksm/run",
        "/sys/kernel/debug/tracing/trace", "/sys/kernel/tracing/trace", "/sys/firmware/efi/efivars",
        "/sys/kernel/notes",
        "/sys/module/kernel/parameters/panic", "/sys/class/net", "/sys/block", "/sys/kernel/security"};
    for (size_t i = 0; i < sizeof files / sizeof *files; i++)
        if (open(files[i], O_RDONLY) >= 0 || open(files[i], O_WRONLY) >= 0) {
            printf("breach: %s opens\n", files[i]);
            return 1;
        }
    DIR *listing = opendir("/sys");
    for (struct dirent *entry; listing && (entry = readdir(listing));)
        if (entry->d_name[0] != '.') {
            printf("breach: /sys/%s\n", entry->d_name);
            return 1;
        }
    puts("held");
    return 0;
}
