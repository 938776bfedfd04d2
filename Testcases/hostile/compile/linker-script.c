// expect: compile_error
// wall: root, mount
// log-without: root:x:0
// x: is no C but a script for the linker, which would read files of the host and quote what it does not understand
INPUT(/etc/passwd)
GROUP(/etc/shadow AS_NEEDED(/etc/group))
INCLUDE "/etc/passwd"
OUTPUT(/box/../source/other)
SECTIONS { .text : { *(.text) } }
