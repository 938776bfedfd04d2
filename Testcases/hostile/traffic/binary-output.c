// expect: exited 0
// wall: output
// x: writes every byte value, NUL, half characters and surrogates, which no text type can hold
#include <unistd.h>

int main(void)
{
    unsigned char bytes[1024];
    for (int i = 0; i < 1024; i++)
        bytes[i] = (unsigned char)(i * 167 + i / 256);
    static const char broken[] = "\xc3\x28\xa0\xa1\xed\xa0\x80\xf8\x88\x80\x80\x80\xff\xfe\0\0\xef\xbb\xbf\n";
    if (write(1, bytes, sizeof bytes) < 0 || write(1, broken, sizeof broken) < 0 || write(2, broken, sizeof broken) < 0)
        return 2;
    return 0;
}
