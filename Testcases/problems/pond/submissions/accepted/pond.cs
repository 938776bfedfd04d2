using System;
using System.Globalization;

class Pond
{
    static void Main()
    {
        var culture = CultureInfo.InvariantCulture;
        var fields = Console.In.ReadToEnd().Split(new[] {' ', '\n', '\r'}, StringSplitOptions.RemoveEmptyEntries);
        int n = int.Parse(fields[0]);
        var x = new double[n];
        var y = new double[n];
        for (int i = 0; i < n; i++)
        {
            x[i] = double.Parse(fields[2 * i + 1], culture);
            y[i] = double.Parse(fields[2 * i + 2], culture);
        }
        double length = 0, doubled = 0;
        for (int i = 0; i < n; i++)
        {
            int j = (i + 1) % n;
            length += Math.Sqrt((x[j] - x[i]) * (x[j] - x[i]) + (y[j] - y[i]) * (y[j] - y[i]));
            doubled += (x[i] - x[0]) * (y[j] - y[0]) - (x[j] - x[0]) * (y[i] - y[0]);
        }
        Console.WriteLine(length.ToString("R", culture) + "\t" + (Math.Abs(doubled) / 2).ToString("R", culture));
    }
}
