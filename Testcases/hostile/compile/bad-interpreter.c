// expect: compile_error or launch_failed
// wall: compile-limits, accounting
// x: names a loader that does not exist, so that executing it fails: the program's fault, never the judge's
__asm__(".pushsection .interp, \"a\"\n.string \"/tmp/no-such-loader\"\n.popsection\n");

int main(void)
{
    return 0;
}
