using System;
using System.Linq;
using System.Threading;

class Tasks
{
    static void Main()
    {
        Console.ReadLine();
        var length = Console.ReadLine().Split(' ').Select(int.Parse).ToArray();
        var busy = new int[4];
        var messengers = Enumerable.Range(0, 4).Select(m => new Thread(() =>
        {
            for (int i = m; i < length.Length; i += 4) busy[m] += length[i];
        })).ToList();
        messengers.ForEach(m => m.Start());
        messengers.ForEach(m => m.Join());
        Console.WriteLine(string.Join(" ", busy));
    }
}
