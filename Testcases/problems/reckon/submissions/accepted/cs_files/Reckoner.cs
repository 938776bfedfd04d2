partial class Reckoner
{
    readonly string line;
    int place;

    public Reckoner(string line)
    {
        this.line = line.Trim();
    }

    public long Sum()
    {
        long value = Product();
        while (At('+') || At('-'))
            value += line[place++] == '+' ? Product() : -Product();
        return value;
    }

    bool At(char sign)
    {
        return place < line.Length && line[place] == sign;
    }
}
