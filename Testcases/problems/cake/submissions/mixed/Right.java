/*
 * The comment may have other lines.
 * @EXPECTED_RESULTS@: CORRECT
 */
import java.util.Scanner;

public class Right {
    public static void main(String[] args) {
        Scanner in = new Scanner(System.in);
        int a = in.nextInt();
        int b = in.nextInt();
        System.out.println(a / b);
        System.out.println(a % b);
    }
}
