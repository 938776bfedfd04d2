import java.util.Scanner;

public class Thrice {
    public static void main(String[] args) {
        Scanner in = new Scanner(System.in);
        boolean writes = in.next().equals("write");
        String text = in.next();
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < text.length(); i += writes ? 1 : 3) {
            char a = text.charAt(i);
            if (writes) {
                out.append(a).append(a).append(a);
            } else {
                char b = text.charAt(i + 1);
                out.append(b == text.charAt(i + 2) ? b : a);
            }
        }
        System.out.println(out);
    }
}
