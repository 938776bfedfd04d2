import java.io.PrintWriter;
import java.util.Scanner;

/** The question stays in its buffer. */
public class NoFlush {
    public static void main(String[] args) {
        Scanner in = new Scanner(System.in);
        PrintWriter out = new PrintWriter(System.out);
        int n = in.nextInt();
        int best = 0;
        int summit = 0;
        for (int i = 1; i <= n; i++) {
            out.println("measure " + i);
            int height = in.nextInt();
            if (height > best) {
                best = height;
                summit = i;
            }
        }
        out.println("summit " + summit);
        out.close();
    }
}
