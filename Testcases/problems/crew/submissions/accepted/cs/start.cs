using System;

class Start
{
    static void Main()
    {
        var words = Console.ReadLine().Split(' ');
        Console.WriteLine(Bits.Product(long.Parse(words[0]), long.Parse(words[1])));
    }
}
