using System;
using System.IO;
using System.Text;

class Signs
{
    static void Main()
    {
        var utf8 = new UTF8Encoding(false);
        var input = new StreamReader(Console.OpenStandardInput(), utf8);
        var output = new StreamWriter(Console.OpenStandardOutput(), utf8);
        int n = int.Parse(input.ReadLine());
        while (n-- > 0)
        {
            string word = input.ReadLine();
            int count = 0;
            foreach (char c in word)
                if (!char.IsLowSurrogate(c)) count++;
            int last = word.Length - (char.IsLowSurrogate(word[word.Length - 1]) ? 2 : 1);
            output.WriteLine("{0} {1} {2}", count, word, word.Substring(last));
        }
        output.Flush();
    }
}
