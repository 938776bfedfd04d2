// expect: compile_error
// wall: root, mount
// log-without: root:x
// x: claims to be another file, whose lines the compiler then quotes in its messages
int main(void)
{
#line 1 "/etc/passwd"
    undeclared = 1;
#line 1 "/etc/shadow"
    undeclared = 2;
#line 1 "../secret/1.ans"
    undeclared = 3;
    return 0;
}
