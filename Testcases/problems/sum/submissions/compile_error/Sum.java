public class Sum {
    public static void main(String[] args) {
        long total = missing();
        System.out.println(total);
    }
}
