// expect: exited 0
// wall: network, seccomp
// without: network+seccomp
// needs: listener
// stdout: held
// x: connects to a port on which the judge listens at that very moment
#include <arpa/inet.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>

int main(int count, char **arguments)
{
    if (count < 3 || atoi(arguments[1]) == 0)
        return 2;
    struct sockaddr_in judge = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK),
        .sin_port = htons(atoi(arguments[1]))};
    int connection = socket(AF_INET, SOCK_STREAM, 0);
    if (connection >= 0 && connect(connection, (struct sockaddr *)&judge, sizeof judge) == 0) {
        puts("breach: the judge answers on its port");
        return 1;
    }
    puts("held");
    return 0;
}
