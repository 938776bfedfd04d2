// expect: compile_error
// wall: compile-limits, memory
// compile: cpu=4s wall=15s memory=256MiB
// x: every type needs two new ones, to a depth of some hundred
template <int depth, unsigned long path>
struct Tree {
    using Left = Tree<depth - 1, path * 2>;
    using Right = Tree<depth - 1, path * 2 + 1>;
    static constexpr unsigned long value = Left::value + Right::value;
};

template <unsigned long path>
struct Tree<0, path> {
    static constexpr unsigned long value = path;
};

int main()
{
    return Tree<60, 1>::value != 0;
}
