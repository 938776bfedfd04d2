using System.Collections.Generic;

class Hoards
{
    static void Main()
    {
        var coins = new List<byte[]>();
        while (true)
        {
            var more = new byte[1 << 20];
            for (int i = 0; i < more.Length; i += 1024) more[i] = 1;
            coins.Add(more);
        }
    }
}
