// expect: compile_error
// wall: compile-limits, output
// compile: cpu=4s wall=15s memory=256MiB
// x: one error whose message spells a type of exponential length
template <typename A, typename B>
struct Pair {
};

template <int depth>
struct Name {
    using type = Pair<typename Name<depth - 1>::type, typename Name<depth - 1>::type>;
};

template <>
struct Name<0> {
    using type = int;
};

int main()
{
    return Name<40>::type::missing;
}
