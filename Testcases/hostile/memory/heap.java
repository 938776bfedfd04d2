// expect: exited 1 or memory_limit
// wall: memory
// limits: cpu=10s wall=30s memory=512MiB processes=64
// needs: proc
// x: fills the heap and memory outside the heap, and catches nothing
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

class Main {
    public static void main(String[] arguments) {
        List<Object> hoard = new ArrayList<>();
        for (;;) {
            hoard.add(new byte[1 << 20]);
            ByteBuffer outside = ByteBuffer.allocateDirect(1 << 20);
            for (int i = 0; i < outside.capacity(); i += 4096) {
                outside.put(i, (byte) 1);
            }
            hoard.add(outside);
        }
    }
}
