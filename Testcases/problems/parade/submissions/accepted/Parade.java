import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.util.StringTokenizer;

class Parade {
    public static void main(String[] args) throws IOException {
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in));
        PrintWriter out = new PrintWriter(System.out);
        int n = Integer.parseInt(in.readLine().trim());
        StringTokenizer heights = new StringTokenizer(in.readLine());
        int[] upTo = new int[1000001];
        for (int seen = 0; seen < n; seen++) {
            int height = Integer.parseInt(heights.nextToken());
            int notTaller = 0;
            for (int i = height + 1; i > 0; i -= i & -i) {
                notTaller += upTo[i];
            }
            for (int i = height + 1; i < upTo.length; i += i & -i) {
                upTo[i]++;
            }
            out.println(seen - notTaller);
        }
        out.flush();
    }
}
