import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.StringTokenizer;

public class Channel {
    public static void main(String[] arguments) throws Exception {
        StringTokenizer words = new StringTokenizer(Files.readString(Path.of("/dev/stdin")));
        long sum = 0;
        for (int count = Integer.parseInt(words.nextToken()); count > 0; count--)
            sum += Long.parseLong(words.nextToken());
        try (PrintStream out = new PrintStream(new FileOutputStream("/dev/stdout"))) {
            out.println(sum);
        }
    }
}
