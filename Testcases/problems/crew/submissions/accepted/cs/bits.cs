static class Bits
{
    public static long Product(long a, long b) { return a * b; }
}
