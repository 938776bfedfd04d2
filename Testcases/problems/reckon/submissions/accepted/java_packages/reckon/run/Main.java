package reckon.run;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import reckon.parse.Stacks;

public final class Main {
    private Main() {}

    public static void main(String[] args) throws IOException {
        System.out.println(Stacks.value(new BufferedReader(new InputStreamReader(System.in)).readLine().trim()));
    }
}
