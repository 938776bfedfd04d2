using System;

class Throws
{
    static void Main()
    {
        int[] parts = new int[1];
        Console.WriteLine(parts[Console.ReadLine().Length]);
    }
}
