import java.util.Locale;
import java.util.Scanner;

public class Pond {
    public static void main(String[] args) {
        Scanner in = new Scanner(System.in);
        in.useLocale(Locale.ROOT);
        int n = in.nextInt();
        double[] x = new double[n];
        double[] y = new double[n];
        for (int i = 0; i < n; i++) {
            x[i] = in.nextDouble();
            y[i] = in.nextDouble();
        }
        double length = 0;
        double doubled = 0;
        for (int i = 0; i < n; i++) {
            int j = (i + 1) % n;
            length += Math.hypot(x[j] - x[i], y[j] - y[i]);
            doubled += (x[i] - x[0]) * (y[j] - y[0]) - (x[j] - x[0]) * (y[i] - y[0]);
        }
        System.out.println(length + " " + Math.abs(doubled) / 2);
    }
}
