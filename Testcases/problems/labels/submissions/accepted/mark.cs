using System;
using System.Linq;

class Mark
{
    static void Main()
    {
        Console.Write(Console.ReadLine().Split(' ').Select(int.Parse).Max() + "\r\n");
    }
}
