// expect: compile_error
// wall: root, mount
// log-without: root:x:0
// x: embeds files of the host, as C23 can: the accounts as numbers, and a device without an end
static const unsigned char accounts[] = {
#embed "/etc/passwd"
};
static const unsigned char zeros[] = {
#embed "/dev/zero"
};

int main(void)
{
    return sizeof accounts + sizeof zeros > 2;
}
