using System;
using System.Collections.Generic;
using System.Linq;

public class Recipe
{
    public static void Main()
    {
        var numbers = Console.In.ReadToEnd()
            .Split(new[] {' ', '\n'}, StringSplitOptions.RemoveEmptyEntries).Select(int.Parse).ToArray();
        int n = numbers[0], m = numbers[1];
        var after = Enumerable.Range(0, n + 1).Select(i => new List<int>()).ToArray();
        var waits = new int[n + 1];
        for (int i = 0; i < m; i++)
        {
            after[numbers[2 + 2 * i]].Add(numbers[3 + 2 * i]);
            waits[numbers[3 + 2 * i]]++;
        }
        var ready = new Stack<int>(Enumerable.Range(1, n).Where(i => waits[i] == 0));
        var order = new List<int>();
        while (ready.Count > 0)
        {
            int a = ready.Pop();
            order.Add(a);
            foreach (int b in after[a])
                if (--waits[b] == 0) ready.Push(b);
        }
        Console.WriteLine(order.Count < n ? "circle" : string.Join(" ", order));
    }
}
