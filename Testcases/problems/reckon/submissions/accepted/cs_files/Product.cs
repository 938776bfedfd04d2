partial class Reckoner
{
    long Product()
    {
        long value = Operand();
        while (At('*'))
        {
            place++;
            value *= Operand();
        }
        return value;
    }

    long Operand()
    {
        char sign = line[place++];
        if (sign != '(') return sign - '0';
        long value = Sum();
        place++;
        return value;
    }
}
