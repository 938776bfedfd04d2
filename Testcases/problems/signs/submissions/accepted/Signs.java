import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

public class Signs {
    /** The painter's own words, in the source's own encoding. */
    private static final String GRUSS = "Grüße";

    public static void main(String[] args) throws IOException {
        if (GRUSS.length() != 5) {
            throw new IllegalStateException("the compiler read this source in another encoding");
        }
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        PrintStream out = new PrintStream(System.out, true, "UTF-8");
        int n = Integer.parseInt(in.readLine());
        for (int i = 0; i < n; i++) {
            String word = in.readLine();
            int last = word.codePointBefore(word.length());
            out.println(word.codePointCount(0, word.length()) + " " + word + " " + new String(Character.toChars(last)));
        }
    }
}
