// expect: compile_error
// wall: compile-limits
// compile: cpu=4s wall=15s memory=256MiB
// x: the compiler itself computes: thousands of constants, each just below its own limit of operations
template <int number>
constexpr long work()
{
    long sum = number;
    for (long i = 0; i < 200000; i++)
        sum = sum * 31 + i;
    return sum;
}

template <int number>
struct Chain {
    static constexpr long value = (work<number>() & 1) + Chain<number - 1>::value;
};

template <>
struct Chain<0> {
    static constexpr long value = 0;
};

int main()
{
    return Chain<800>::value + Chain<850>::value == 0;
}
