// expect: exited 0
// wall: output
// limits: output=32MiB
// at-most: memory=16MiB
// x: one line of 16 MiB without an end
#include <string.h>
#include <unistd.h>

int main(void)
{
    static char block[1 << 16];
    memset(block, '7', sizeof block);
    for (int i = 0; i < 256; i++)
        for (size_t done = 0; done < sizeof block;) {
            ssize_t size = write(1, block + done, sizeof block - done);
            if (size < 0)
                return 2;
            done += size;
        }
    return 0;
}
