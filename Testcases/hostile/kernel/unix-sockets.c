// expect: exited 0
// wall: network, mount
// stdout: held
// x: connects to well-known sockets of the host, by path and by abstract name
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

int main(void)
{
    static const char *const names[] = {"/run/docker.sock", "/var/run/docker.sock", "/run/containerd/containerd.sock",
        "/run/systemd/private", "/run/systemd/notify", "/run/dbus/system_bus_socket", "/run/user/1000/bus",
        "/tmp/.X11-unix/X0", "/run/nscd/socket", "/run/udev/control", "/run/verdict.sock", "@/tmp/.X11-unix/X0",
        "@/org/kernel/linux/storage/multipathd", "@/containerd-shim", "@ISCSIADM_ABSTRACT_NAMESPACE", "@verdict",
        "@/com/ubuntu/upstart", "@snapd", "@/tmp/dbus"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        struct sockaddr_un address = {.sun_family = AF_UNIX};
        socklen_t size = sizeof address.sun_family + strlen(names[i]) + (names[i][0] == '/');
        strcpy(address.sun_path, names[i]);
        if (names[i][0] == '@')
            address.sun_path[0] = 0;
        for (int kind = SOCK_STREAM; kind <= SOCK_DGRAM; kind++) {
            int connection = socket(AF_UNIX, kind, 0);
            if (connection >= 0 && connect(connection, (struct sockaddr *)&address, size) == 0) {
                printf("breach: %s answers\n", names[i]);
                return 1;
            }
            close(connection);
        }
    }
    puts("held");
    return 0;
}
