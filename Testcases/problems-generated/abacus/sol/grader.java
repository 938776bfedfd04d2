import java.util.Scanner;

public class grader {
    public static void main(String[] arguments) {
        Scanner scanner = new Scanner(System.in);
        System.out.println(abacus.product(scanner.nextLong(), scanner.nextLong()));
    }
}
