import java.util.Scanner;

/** The class with main is neither the first of the files nor called Main. */
public class Reckoner {
    private final Reader reader;

    Reckoner(Reader reader) {
        this.reader = reader;
    }

    public static void main(String... args) {
        System.out.println(new Reckoner(new Reader(new Scanner(System.in).next())).sum());
    }

    long sum() {
        long value = product();
        while (reader.at('+') || reader.at('-')) {
            value += reader.take() == '+' ? product() : -product();
        }
        return value;
    }

    private long product() {
        long value = operand();
        while (reader.at('*')) {
            reader.take();
            value *= operand();
        }
        return value;
    }

    private long operand() {
        char sign = reader.take();
        if (sign != '(') {
            return sign - '0';
        }
        long value = sum();
        reader.take();
        return value;
    }
}
