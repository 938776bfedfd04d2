import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Scanner;

public class Größe {
    static class Länge {
        int wert;
    }

    public static void main(String[] arguments) throws Exception {
        Länge länge = new Länge();
        Path notiz = Path.of("/box/Größe.class");
        String zeile = new Scanner(System.in).nextLine();
        länge.wert = Files.exists(notiz) ? zeile.length() : -1;
        System.out.println(zeile + ": " + länge.wert);
    }
}
