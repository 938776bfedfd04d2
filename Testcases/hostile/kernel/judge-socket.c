// expect: exited 0
// wall: network, seccomp
// without: network+seccomp
// needs: listener
// stdout: held
// x: connects to a socket with an abstract name on which the judge listens at that very moment
#include <stddef.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>

int main(int count, char **arguments)
{
    struct sockaddr_un judge = {.sun_family = AF_UNIX};
    if (count < 3 || !arguments[2][0] || strlen(arguments[2]) > sizeof judge.sun_path - 1)
        return 2;
    memcpy(judge.sun_path + 1, arguments[2], strlen(arguments[2]));
    int connection = socket(AF_UNIX, SOCK_STREAM, 0);
    socklen_t size = offsetof(struct sockaddr_un, sun_path) + 1 + strlen(arguments[2]);
    if (connection >= 0 && connect(connection, (struct sockaddr *)&judge, size) == 0) {
        puts("breach: the judge answers by its abstract name");
        return 1;
    }
    puts("held");
    return 0;
}
