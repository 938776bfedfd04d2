class Délka
{
    static void Main()
    {
        string řádek = System.Console.ReadLine();
        System.Console.WriteLine(řádek + ": " + řádek.Length);
    }
}
