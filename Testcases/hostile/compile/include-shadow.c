// expect: compile_error
// wall: root, mount, user
// x: has the compiler quote a file that only root may read
#include "/etc/shadow"

int main(void)
{
    return 0;
}
