using System;
using System.Collections.Generic;
using System.Linq;

class Program {
    static void Main() {
        Console.ReadLine();
        long sum = Console.ReadLine().Split(' ').Select(long.Parse).Sum();
        var blocks = new List<int[]>();
        for (int i = 1; i <= 64; i++) {
            var block = new int[2 << 20];
            for (int j = 0; j < block.Length; j += 1024) block[j] = i;
            blocks.Add(block);
        }
        sum += blocks.Count - 64;
        Console.WriteLine(sum);
    }
}
