// expect: exited 0 or exited 1 or memory_limit
// wall: processes, memory
// limits: cpu=10s wall=30s memory=512MiB processes=64
// needs: proc
// x: starts threads until the virtual machine cannot, which must end the program and nothing else
class Main {
    public static void main(String[] arguments) {
        for (int count = 0; count < 1000; count++) {
            try {
                Thread sleeper = new Thread(() -> {
                    try {
                        Thread.sleep(60000);
                    } catch (InterruptedException woken) {
                        Thread.currentThread().interrupt();
                    }
                });
                sleeper.setDaemon(true);
                sleeper.start();
            } catch (OutOfMemoryError full) {
                System.out.println("held");
                Runtime.getRuntime().halt(0);
            }
        }
        System.out.println("breach: a thousand threads");
        Runtime.getRuntime().halt(3);
    }
}
