public class NeverReads {
    public static void main(String[] args) {
        System.out.println("Everyone\nis\nwelcome");
    }
}
