// A linked list, walked from the tall end.
using System;
using System.Collections.Generic;

class Inserts
{
    static void Main()
    {
        Console.ReadLine();
        var line = new LinkedList<int>();
        foreach (string text in Console.ReadLine().Split(' '))
        {
            int own = int.Parse(text), taller = 0;
            var node = line.First;
            for (; node != null && node.Value > own; node = node.Next) taller++;
            if (node == null) line.AddLast(own); else line.AddBefore(node, own);
            Console.WriteLine(taller);
        }
    }
}
