using System;
using System.Collections.Generic;
using System.Linq;

class Program {
    static void Main() {
        Console.ReadLine();
        long sum = Console.ReadLine().Split(' ').Select(long.Parse).Sum();
        while (sum != 1) sum |= 2;
        Console.WriteLine(sum);
    }
}
