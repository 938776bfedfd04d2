// Two coins of a and b: how many of each make n, in any way; -1 if none does.
#include "testlib.h"

int main(int argc, char *argv[])
{
    registerTestlibCmd(argc, argv);
    const long long n = inf.readLong(1LL, 1000000000LL, "n");
    const long long a = inf.readLong(1LL, 1000000000LL, "a"), b = inf.readLong(1LL, 1000000000LL, "b");
    const long long expected = ans.readLong(-1LL, n, "x");
    const long long x = ouf.readLong(-1LL, n, "x");
    if (x == -1) {
        if (!ouf.seekEof())
            quitf(_pe, "Extra tokens in the output");
        if (expected != -1)
            quitf(_wa, "there is a way, with %lld of the first coin", expected);
        quitf(_ok, "there is no way");
    }
    const long long y = ouf.readLong(0LL, n, "y");
    if (!ouf.seekEof())
        quitf(_pe, "Extra tokens in the output");
    if (x * a + y * b != n)
        quitf(_wa, "%lld * %lld + %lld * %lld is %lld, not %lld", x, a, y, b, x * a + y * b, n);
    if (expected == -1)
        quitf(_fail, "the answer says that there is no way");
    quitf(_ok, "%lld and %lld", x, y);
}
