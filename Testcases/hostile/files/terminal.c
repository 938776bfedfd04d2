// expect: exited 0
// wall: dev, output
// stdout: held
// x: pushes characters into the terminal of whoever started the judge
#include <fcntl.h>
#include <stdio.h>
#include <sys/ioctl.h>
#include <termios.h>
#include <unistd.h>

int main(void)
{
    int own = open("/dev/tty", O_RDWR);
    int streams[] = {0, 1, 2, own};
    for (int i = 0; i < 4; i++) {
        char letter = 'x', paste[2] = {3, 0};
        if (isatty(streams[i]) || ioctl(streams[i], TIOCSTI, &letter) == 0 ||
            ioctl(streams[i], TIOCLINUX, paste) == 0 || ioctl(streams[i], TIOCSCTTY, 1) == 0) {
            printf("breach: descriptor %d is a terminal\n", streams[i]);
            return 1;
        }
    }
    if (own >= 0 || tcgetsid(0) > 0) {
        puts("breach: a controlling terminal");
        return 1;
    }
    puts("held");
    return 0;
}
