package reckon.parse;

import java.util.ArrayDeque;
import java.util.Deque;

/** Two stacks: the operands, and the signs that still wait for their right operand. */
public final class Stacks {
    private final Deque<Long> operands = new ArrayDeque<>();
    private final Deque<Character> signs = new ArrayDeque<>();

    private Stacks() {}

    public static long value(String line) {
        Stacks stacks = new Stacks();
        for (char c : line.toCharArray()) {
            stacks.read(c);
        }
        stacks.reduce(0);
        return stacks.operands.pop();
    }

    private void read(char c) {
        if (Character.isDigit(c)) {
            operands.push((long) (c - '0'));
        } else if (c == ')') {
            reduce(0);
            signs.pop();
        } else {
            if (c != '(') {
                reduce(rank(c));
            }
            signs.push(c);
        }
    }

    private static int rank(char sign) {
        return sign == '*' ? 2 : sign == '(' ? -1 : 1;
    }

    private void reduce(int least) {
        while (!signs.isEmpty() && rank(signs.peek()) >= least && signs.peek() != '(') {
            long right = operands.pop();
            long left = operands.pop();
            char sign = signs.pop();
            operands.push(sign == '*' ? left * right : sign == '+' ? left + right : left - right);
        }
    }
}
