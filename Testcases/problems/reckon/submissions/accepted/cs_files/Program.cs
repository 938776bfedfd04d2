using System;

static class Program
{
    static void Main()
    {
        Console.WriteLine(new Reckoner(Console.ReadLine()).Sum());
    }
}
