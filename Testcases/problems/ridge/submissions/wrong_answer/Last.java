import java.util.Scanner;

/** Names the last post without a question. */
public class Last {
    public static void main(String[] args) {
        System.out.println("summit " + new Scanner(System.in).nextInt());
    }
}
