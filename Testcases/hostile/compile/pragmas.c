// expect: compile_error or exited 0
// wall: root, mount, compile-limits
// x: asks the compiler by pragma for other files, plugins and options
#pragma GCC dependency "/etc/passwd"
#pragma GCC pch_preprocess "/etc/passwd"
#pragma GCC optimize("-fplugin=/tmp/plugin.so,-wrapper,/bin/sh,-B/tmp,@/etc/passwd")
#pragma GCC target("arch=no-such-processor")
#pragma comment(linker, "/etc/passwd")
#pragma GCC diagnostic error "-Wall"
#include <stdio.h>

int main(void)
{
    puts("held");
    return 0;
}
