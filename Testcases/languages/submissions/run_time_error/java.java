import java.util.*;

class Main {
    public static void main(String[] arguments) {
        Scanner input = new Scanner(System.in);
        int n = input.nextInt();
        long sum = 0;
        while (n-- > 0) sum += input.nextLong();
        int[] numbers = new int[1];
        numbers[n + 10] = 1;
        System.out.println(sum);
    }
}
