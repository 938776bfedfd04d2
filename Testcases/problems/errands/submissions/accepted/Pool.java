import java.util.ArrayList;
import java.util.List;
import java.util.Scanner;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

public class Pool {
    public static void main(String[] args) throws Exception {
        Scanner in = new Scanner(System.in);
        int n = in.nextInt();
        int[] length = new int[n];
        for (int i = 0; i < n; i++) {
            length[i] = in.nextInt();
        }
        ExecutorService pool = Executors.newFixedThreadPool(4);
        List<Future<Integer>> reports = new ArrayList<>();
        for (int m = 0; m < 4; m++) {
            int messenger = m;
            reports.add(pool.submit(() -> {
                int busy = 0;
                for (int i = messenger; i < n; i += 4) {
                    busy += length[i];
                }
                return busy;
            }));
        }
        for (Future<Integer> report : reports) {
            System.out.println(report.get());
        }
        pool.shutdown();
    }
}
