import java.util.Scanner;

/** Brings a stack of its own. */
public class OwnThread {
    private static long a;
    private static long p;

    public static void main(String[] args) throws InterruptedException {
        Scanner in = new Scanner(System.in);
        int n = in.nextInt();
        a = in.nextLong();
        p = in.nextLong();
        Thread thread = new Thread(null, () -> System.out.println(cloudiness(n)), "well", 512L << 20);
        thread.start();
        thread.join();
    }

    private static long cloudiness(int level) {
        return level == 0 ? 1 : (cloudiness(level - 1) * a + level) % p;
    }
}
