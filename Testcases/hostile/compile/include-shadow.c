// expect: compile_error
// wall: root, mount, user
// log-without: root:
// x: has the compiler quote a file that only root may read
#include "/etc/shadow"

int main(void)
{
    return 0;
}
