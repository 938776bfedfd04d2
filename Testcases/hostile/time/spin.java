// expect: cpu_limit
// wall: cpu
// limits: cpu=1s wall=8s memory=512MiB processes=64
// at-most: cpu=1.3s wall=7s
// needs: proc
// x: computes in a daemon thread, with a shutdown hook that would compute on when asked politely to leave
class Main {
    static volatile long sink;

    static void burn() {
        for (;;) {
            sink++;
        }
    }

    public static void main(String[] arguments) throws Exception {
        Runtime.getRuntime().addShutdownHook(new Thread(Main::burn));
        Thread worker = new Thread(Main::burn);
        worker.setDaemon(true);
        worker.start();
        worker.join();
    }
}
