// Throws away far more than the limit.
using System;

class Frugal
{
    static void Main()
    {
        long n = long.Parse(Console.ReadLine());
        for (int i = 0; i < 1000; i++)
        {
            var scrap = new byte[1 << 19];
            scrap[i] = 1;
            n += scrap[i] - 1;
        }
        Console.WriteLine(n);
    }
}
