// expect: compile_error
// wall: root, mount
// log-without: root:x
// x: has the compiler quote a file of the host in its error messages
#include "/etc/passwd"

int main(void)
{
    return 0;
}
