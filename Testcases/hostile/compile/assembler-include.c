// expect: compile_error
// wall: root, mount
// log-without: root:x
// x: has the assembler read a file of the host as instructions and quote every line that it does not understand
__asm__(".include \"/etc/passwd\"");
__asm__(".include \"/etc/hostname\"");
__asm__(".include \"/no/such/file\"");

int main(void)
{
    return 0;
}
