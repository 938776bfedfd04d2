using System.IO;
using System.Linq;

class Spout
{
    static void Main()
    {
        var words = File.ReadAllText("/dev/stdin").Split(new[] { ' ', '\n' }, System.StringSplitOptions.RemoveEmptyEntries);
        System.Console.WriteLine(words.Skip(1).Select(long.Parse).Sum());
    }
}
