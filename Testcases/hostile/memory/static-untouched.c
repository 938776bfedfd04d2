// expect: memory_limit or exited 0
// wall: memory
// limits: memory=64MiB
// x: a static gigabyte, hardly used; a judge may refuse to load it or let it run, but not call it a crash
static char array[1 << 30];

int main(int count, char **arguments)
{
    volatile char *bytes = array;
    (void)arguments;
    return bytes[count];
}
