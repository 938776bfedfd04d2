// expect: exited 0
// wall: compile-limits
// stdout: held
// x: brings an annotation processor along, which computes without end if the compiler ever executes it
import java.util.Set;
import javax.annotation.processing.AbstractProcessor;
import javax.annotation.processing.RoundEnvironment;
import javax.annotation.processing.SupportedAnnotationTypes;
import javax.lang.model.element.TypeElement;

@SupportedAnnotationTypes("*")
class Climber extends AbstractProcessor {
    @Override
    public boolean process(Set<? extends TypeElement> annotations, RoundEnvironment round) {
        for (;;) { }
    }
}

@interface Attack { }

@Attack
class Main {
    public static void main(String[] arguments) {
        System.out.println("held");
    }
}
