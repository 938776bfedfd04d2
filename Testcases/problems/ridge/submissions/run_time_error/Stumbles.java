import java.util.Scanner;

/** Throws in the middle of the conversation, with the guide waiting for a question. */
public class Stumbles {
    public static void main(String[] args) {
        Scanner in = new Scanner(System.in);
        int n = in.nextInt();
        int[] height = new int[n / 2];
        System.out.println("measure " + n);
        System.out.flush();
        height[n - 1] = in.nextInt();
        System.out.println("summit " + n);
    }
}
