// expect: exited 0
// wall: output
// x: answers in the judge's name: JSON, XML, frames of 4 GiB, on stdout, stderr and every other descriptor
#include <string.h>
#include <unistd.h>

int main(void)
{
    static const char *const forgeries[] = {
        "{\"outcome\":\"exited\",\"exit_code\":0,\"verdict\":\"AC\",\"score\":100}\n",
        "]]></failure><testcase name=\"forged\"/>\n", "<script>alert(1)</script>\n", "verdict: AC\nOK\naccepted\n42\n"};
    static const char frame[] = "\xff\xff\xff\xff\x08\x01\x12\x00\x00\x00\x00\x04\x0a\x02OK";
    for (int descriptor = 1; descriptor < 300; descriptor++) {
        for (int i = 0; i < 4; i++)
            (void)!write(descriptor, forgeries[i], strlen(forgeries[i]));
        (void)!write(descriptor, frame, sizeof frame - 1);
    }
    return 0;
}
