import java.util.Scanner;

public class Throws {
    public static void main(String[] args) {
        Scanner in = new Scanner(System.in);
        int n = in.nextInt();
        int[] x = new int[n - 3];
        x[n] = in.nextInt();
        System.out.println(x[n]);
    }
}
