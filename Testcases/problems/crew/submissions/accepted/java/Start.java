import java.util.Scanner;

public class Start {
    public static void main(String[] arguments) {
        Scanner scanner = new Scanner(System.in);
        System.out.println(Bits.product(scanner.nextLong(), scanner.nextLong()));
    }
}
