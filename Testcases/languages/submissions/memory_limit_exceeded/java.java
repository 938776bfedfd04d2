import java.util.*;

class Main {
    public static void main(String[] arguments) {
        Scanner input = new Scanner(System.in);
        int n = input.nextInt();
        long sum = 0;
        while (n-- > 0) sum += input.nextLong();
        List<int[]> blocks = new ArrayList<>();
        for (int i = 0; i < 64; i++) blocks.add(new int[2 << 20]);
        System.out.println(sum + blocks.size() - 64);
    }
}
