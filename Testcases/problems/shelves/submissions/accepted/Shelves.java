import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.Scanner;

public class Shelves {
    public static void main(String[] args) {
        Scanner in = new Scanner(System.in);
        int n = in.nextInt();
        int s = in.nextInt();
        int[] last = new int[s + 1];
        int[] book = new int[n + 1];
        long total = 0;
        Arrays.fill(last, -1);
        last[0] = 0;
        for (int i = 1; i <= n; i++) {
            book[i] = in.nextInt();
            total += book[i];
            for (int length = s; length >= book[i]; length--) {
                if (last[length] < 0 && last[length - book[i]] >= 0) {
                    last[length] = i;
                }
            }
        }
        for (int length = 0; length <= s; length++) {
            if (last[length] >= 0 && total - length <= s) {
                Deque<Integer> chosen = new ArrayDeque<>();
                for (int left = length; left > 0; left -= book[last[left]]) {
                    chosen.addFirst(last[left]);
                }
                System.out.println(chosen.size());
                chosen.forEach(System.out::println);
                return;
            }
        }
        System.out.println("Impossible");
    }
}
