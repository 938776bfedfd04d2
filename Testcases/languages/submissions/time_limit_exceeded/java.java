import java.util.*;

class Main {
    public static void main(String[] arguments) {
        Scanner input = new Scanner(System.in);
        int n = input.nextInt();
        long sum = 0;
        while (n-- > 0) sum += input.nextLong();
        for (long i = 0; i >= 0 || sum != 1; i++) sum |= i | 2;
        System.out.println(sum);
    }
}
