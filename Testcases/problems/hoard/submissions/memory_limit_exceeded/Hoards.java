import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

public class Hoards {
    public static void main(String[] args) {
        List<byte[]> coins = new ArrayList<>();
        while (true) {
            byte[] more = new byte[1 << 22];
            Arrays.fill(more, (byte) 1);
            coins.add(more);
        }
    }
}
