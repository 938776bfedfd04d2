import java.util.Scanner;

/** Throws away far more than the limit: a collector that knows of the limit copes. */
public class Frugal {
    public static void main(String[] args) {
        int n = new Scanner(System.in).nextInt();
        long size = 0;
        for (int i = 0; i < 2000; i++) {
            byte[] scrap = new byte[1 << 19];
            scrap[i] = 1;
            size += scrap[i] + scrap.length;
        }
        System.out.println(n + size - 2000L * ((1 << 19) + 1));
    }
}
