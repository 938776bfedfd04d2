import java.util.ArrayList;
import java.util.List;
import java.util.Scanner;
import java.util.stream.Collectors;

/** From the left until no lit lamp remains: 1 question and 10 points, 65 - too many - and 0, 46 and 1.5. */
public class Remaining {
    private static final Scanner IN = new Scanner(System.in);

    private static int count(int first, int last) {
        System.out.println("count " + first + " " + last);
        System.out.flush();
        return IN.nextInt();
    }

    public static void main(String[] args) {
        int n = IN.nextInt();
        int remaining = count(1, n);
        List<Integer> lit = new ArrayList<>();
        for (int lamp = 1; remaining > 0; lamp++) {
            if (count(lamp, lamp) == 1) {
                lit.add(lamp);
                remaining--;
            }
        }
        System.out.println("lit" + lit.stream().map(x -> " " + x).collect(Collectors.joining()));
    }
}
