// More threads than a run may have; each of them waits for all.
import java.util.concurrent.CountDownLatch;

public class Swarm {
    public static void main(String[] arguments) throws Exception {
        CountDownLatch latch = new CountDownLatch(200);
        for (int i = 0; i < 200; i++) {
            Thread thread = new Thread(() -> {
                latch.countDown();
                try {
                    latch.await();
                } catch (InterruptedException e) {
                }
            });
            thread.setDaemon(true);
            thread.start();
        }
    }
}
