import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;

public class Ridge {
    private static final BufferedReader IN = new BufferedReader(new InputStreamReader(System.in));

    private static int height(int post) throws IOException {
        System.out.println("measure " + post);
        System.out.flush();
        return Integer.parseInt(IN.readLine());
    }

    public static void main(String[] args) throws IOException {
        int low = 1;
        int high = Integer.parseInt(IN.readLine());
        while (low < high) {
            int middle = (low + high) / 2;
            if (height(middle) < height(middle + 1)) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        System.out.println("summit " + low);
    }
}
