// expect: exited 0
// wall: dev
// stdout: held
// x: opens every device that would lead out of the cell
#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>

int main(void)
{
    static const char *const names[] = {"mem", "kmem", "port", "kmsg", "console", "tty", "tty0", "tty1", "ptmx",
        "pts/0", "pts/ptmx", "fuse", "kvm", "loop0", "loop-control", "sda", "vda", "vda1", "nvme0n1", "mapper/control",
        "btrfs-control", "net/tun", "vhost-vsock", "vhost-net", "vsock", "uinput", "input/event0", "snapshot", "rtc",
        "hpet", "cpu/0/msr", "cpu_dma_latency", "userfaultfd", "udmabuf", "vfio/vfio", "watchdog", "hwrng", "log",
        "initctl", "autofs", "cuse", "uhid", "ppp", "dri/card0", "dri/renderD128", "fd/3", "fd/4", "fd/9"};
    char path[64];
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        snprintf(path, sizeof path, "/dev/%s", names[i]);
        if (open(path, O_RDONLY | O_NONBLOCK) >= 0 || open(path, O_WRONLY | O_NONBLOCK) >= 0) {
            printf("breach: %s opens\n", path);
            return 1;
        }
    }
    // These may open, and lead to what the program has anyway.
    static const char *const streams[] = {"/dev/stdin", "/dev/stdout", "/dev/stderr"};
    for (int i = 0; i < 3; i++) {
        struct stat named, own;
        if (stat(streams[i], &named) == 0 && fstat(i, &own) == 0 && (named.st_dev != own.st_dev || named.st_ino != own.st_ino)) {
            printf("breach: %s is another's\n", streams[i]);
            return 1;
        }
    }
    puts("held");
    return 0;
}
