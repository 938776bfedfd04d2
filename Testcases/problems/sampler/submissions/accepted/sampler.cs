using System;

static class Sampler
{
    static void Main()
    {
        string pattern = Console.ReadLine();
        int n = pattern.Length;
        string edge = new string('O', n + 2);
        Console.Write(edge + "\n");
        for (int i = 0; i < n; i++)
        {
            char stitch = pattern[i] == 'U' ? 'X' : 'x';
            Console.Write("O" + (stitch.ToString().PadLeft(i + 1)).PadRight(n) + "O\n");
        }
        Console.Write(edge + "\n");
    }
}
