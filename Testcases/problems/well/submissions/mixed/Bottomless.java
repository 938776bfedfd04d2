// @EXPECTED_RESULTS@: RUN-ERROR
public class Bottomless {
    static int deeper(int level) {
        return deeper(level + 1) + level;
    }

    public static void main(String[] args) {
        System.out.println(deeper(0));
    }
}
