import java.util.Scanner;

class Largest {
    public static void main(String[] args) {
        Scanner in = new Scanner(System.in);
        System.out.println(Math.max(Math.max(in.nextInt(), in.nextInt()), in.nextInt()));
    }
}
