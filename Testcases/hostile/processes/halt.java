// expect: exited 137
// wall: accounting
// limits: cpu=10s wall=30s memory=512MiB processes=64
// needs: proc
// x: leaves without running its own shutdown hooks, with the number that shells use for SIGKILL
class Main {
    public static void main(String[] arguments) {
        Runtime.getRuntime().addShutdownHook(new Thread(() -> System.out.println("never")));
        Runtime.getRuntime().halt(137);
    }
}
