import java.util.*;

class Main {
    public static void main(String[] arguments) {
        Scanner input = new Scanner(System.in);
        int n = input.nextInt();
        long sum = 0;
        while (n-- > 0) sum += input.nextLong();
        System.out.println(sum + 1);
    }
}
