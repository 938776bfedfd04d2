// Calls a method of Solution: reads the words that results begin with, then the arguments of each call, an array a line, and
// writes a line for each result. The method's own type says what its arguments are.
import java.io.*;
import java.lang.reflect.*;
import java.nio.charset.StandardCharsets;
import java.util.*;

public class Main {
    /** Reads JSON: null, Boolean, String, Double, Long or the digits of a longer number, List and Map. */
    private static final class Reader {
        private final String source;
        private int place = 0;

        Reader(String source) {
            this.source = source;
        }

        private void skip() {
            while (place < source.length() && source.charAt(place) <= ' ') place++;
        }

        private boolean take(char sign) {
            skip();
            if (place >= source.length() || source.charAt(place) != sign) return false;
            place++;
            return true;
        }

        private void expect(char sign) {
            if (!take(sign)) throw new IllegalArgumentException("the arguments lack a " + sign);
        }

        private String text() {
            expect('"');
            StringBuilder text = new StringBuilder();
            while (source.charAt(place) != '"') {
                char sign = source.charAt(place++);
                if (sign != '\\') {
                    text.append(sign);
                    continue;
                }
                sign = source.charAt(place++);
                switch (sign) {
                    case 'b': text.append('\b'); break;
                    case 'f': text.append('\f'); break;
                    case 'n': text.append('\n'); break;
                    case 'r': text.append('\r'); break;
                    case 't': text.append('\t'); break;
                    case 'u':
                        text.append((char) Integer.parseInt(source.substring(place, place + 4), 16));
                        place += 4;
                        break;
                    default: text.append(sign);
                }
            }
            expect('"');
            return text.toString();
        }

        Object value() {
            skip();
            char sign = source.charAt(place);
            if (sign == '"') return text();
            if (sign == '[') {
                List<Object> elements = new ArrayList<>();
                place++;
                if (take(']')) return elements;
                do elements.add(value()); while (take(','));
                expect(']');
                return elements;
            }
            if (sign == '{') {
                Map<String, Object> members = new LinkedHashMap<>();
                place++;
                if (take('}')) return members;
                do {
                    String key = text();
                    expect(':');
                    members.put(key, value());
                } while (take(','));
                expect('}');
                return members;
            }
            int start = place;
            while (place < source.length() && ",]} ".indexOf(source.charAt(place)) < 0) place++;
            String word = source.substring(start, place);
            switch (word) {
                case "null": return null;
                case "true": return true;
                case "false": return false;
                default: return new java.math.BigDecimal(word);
            }
        }
    }

    private static Object made(Object value, Type type) {
        if (type == ListNode.class) return list((List<?>) value);
        if (type == TreeNode.class) return tree((List<?>) value);
        if (value == null) return null;
        if (type instanceof ParameterizedType) {
            ParameterizedType generic = (ParameterizedType) type;
            Type[] inner = generic.getActualTypeArguments();
            Class<?> raw = (Class<?>) generic.getRawType();
            if (Map.class.isAssignableFrom(raw)) {
                Map<Object, Object> members = new HashMap<>();
                for (Map.Entry<?, ?> member : ((Map<?, ?>) value).entrySet()) {
                    Object key = inner[0] == String.class ? member.getKey() : new java.math.BigDecimal((String) member.getKey());
                    members.put(made(key, inner[0]), made(member.getValue(), inner[1]));
                }
                return members;
            }
            Collection<Object> elements = Set.class.isAssignableFrom(raw) ? new LinkedHashSet<>() : new ArrayList<>();
            for (Object element : (List<?>) value) elements.add(made(element, inner[0]));
            return elements;
        }
        if (type instanceof Class && ((Class<?>) type).isArray()) {
            Class<?> inner = ((Class<?>) type).getComponentType();
            List<?> elements = (List<?>) value;
            Object array = Array.newInstance(inner, elements.size());
            for (int place = 0; place < elements.size(); place++) Array.set(array, place, made(elements.get(place), inner));
            return array;
        }
        if (type == char.class || type == Character.class) return ((String) value).charAt(0);
        if (!(value instanceof java.math.BigDecimal)) return value;
        java.math.BigDecimal number = (java.math.BigDecimal) value;
        if (type == int.class || type == Integer.class) return number.intValue();
        if (type == long.class || type == Long.class) return number.longValue();
        if (type == double.class || type == Double.class) return number.doubleValue();
        if (type == float.class || type == Float.class) return number.floatValue();
        if (type == short.class || type == Short.class) return number.shortValue();
        if (type == byte.class || type == Byte.class) return number.byteValue();
        if (type == java.math.BigInteger.class) return number.toBigInteger();
        if (type == java.math.BigDecimal.class) return number;
        return number.scale() > 0 ? (Object) number.doubleValue() : (Object) number.intValue();
    }

    private static ListNode list(List<?> values) {
        ListNode head = null;
        if (values == null) return null;
        for (int place = values.size() - 1; place >= 0; place--) {
            head = new ListNode(((Number) values.get(place)).intValue(), head);
        }
        return head;
    }

    private static TreeNode tree(List<?> values) {
        if (values == null || values.isEmpty() || values.get(0) == null) return null;
        TreeNode root = new TreeNode(((Number) values.get(0)).intValue());
        Deque<TreeNode> open = new ArrayDeque<>(List.of(root));
        for (int place = 1; place < values.size() && !open.isEmpty(); ) {
            TreeNode node = open.poll();
            for (boolean isLeft : new boolean[] {true, false}) {
                if (place < values.size() && values.get(place) != null) {
                    TreeNode child = new TreeNode(((Number) values.get(place)).intValue());
                    if (isLeft) node.left = child;
                    else node.right = child;
                    open.add(child);
                }
                place++;
            }
        }
        return root;
    }

    private static void write(StringBuilder text, Object value) {
        if (value == null) {
            text.append("null");
        } else if (value instanceof String || value instanceof Character) {
            text.append('"');
            for (char sign : value.toString().toCharArray()) {
                if (sign == '"' || sign == '\\') text.append('\\').append(sign);
                else if (sign < ' ') text.append(String.format("\\u%04x", (int) sign));
                else text.append(sign);
            }
            text.append('"');
        } else if (value instanceof ListNode) {
            List<Object> values = new ArrayList<>();
            Set<ListNode> seen = Collections.newSetFromMap(new IdentityHashMap<>());
            for (ListNode node = (ListNode) value; node != null; node = node.next) {
                if (!seen.add(node)) throw new IllegalStateException("the list leads back to itself");
                values.add(node.val);
            }
            write(text, values);
        } else if (value instanceof TreeNode) {
            write(text, values((TreeNode) value));
        } else if (value.getClass().isArray()) {
            text.append('[');
            for (int place = 0; place < Array.getLength(value); place++) {
                if (place > 0) text.append(',');
                write(text, Array.get(value, place));
            }
            text.append(']');
        } else if (value instanceof Collection) {
            write(text, ((Collection<?>) value).toArray());
        } else if (value instanceof Map) {
            text.append('{');
            boolean isFirst = true;
            for (Map.Entry<?, ?> member : ((Map<?, ?>) value).entrySet()) {
                if (!isFirst) text.append(',');
                isFirst = false;
                write(text, String.valueOf(member.getKey()));
                text.append(':');
                write(text, member.getValue());
            }
            text.append('}');
        } else {
            // Java writes numbers as JSON does, and those that are none as Python does.
            text.append(value);
        }
    }

    private static List<Object> values(TreeNode root) {
        List<Object> values = new ArrayList<>();
        Set<TreeNode> seen = Collections.newSetFromMap(new IdentityHashMap<>());
        LinkedList<TreeNode> open = new LinkedList<>(Arrays.asList(root));
        while (!open.isEmpty()) {
            TreeNode node = open.poll();
            values.add(node == null ? null : (Object) node.val);
            if (node == null) continue;
            if (!seen.add(node)) throw new IllegalStateException("the tree leads back to itself");
            open.add(node.left);
            open.add(node.right);
        }
        while (!values.isEmpty() && values.get(values.size() - 1) == null) values.remove(values.size() - 1);
        return values;
    }

    /** The method of that name that takes so many arguments, a public one before others. */
    private static Method method(String name, int count) {
        Method found = null;
        for (Method method : Solution.class.getDeclaredMethods()) {
            if (!method.getName().equals(name) || method.isSynthetic()) continue;
            boolean isBetter = found == null
                || (found.getParameterCount() != count && method.getParameterCount() == count)
                || (found.getParameterCount() == method.getParameterCount() && Modifier.isPublic(method.getModifiers()));
            if (isBetter) found = method;
        }
        if (found == null) throw new IllegalStateException("Solution has no method " + name);
        found.setAccessible(true);
        return found;
    }

    public static void main(String[] arguments) throws Throwable {
        BufferedReader input = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        PrintStream channel = new PrintStream(new FileOutputStream(FileDescriptor.out), true, "UTF-8");
        String key = input.readLine();
        Method method = method("{{function}}", {{count}});
        Type[] types = method.getGenericParameterTypes();
        Object target = null;
        if (!Modifier.isStatic(method.getModifiers())) {
            Constructor<Solution> constructor = Solution.class.getDeclaredConstructor();
            constructor.setAccessible(true);
            target = constructor.newInstance();
        }
        for (String line = input.readLine(); line != null; line = input.readLine()) {
            List<?> given = (List<?>) new Reader(line).value();
            if (given.size() != types.length) throw new IllegalStateException("the method takes another number of arguments");
            Object[] values = new Object[types.length];
            for (int place = 0; place < types.length; place++) values[place] = made(given.get(place), types[place]);
            StringBuilder text = new StringBuilder("\n" + key + " ");
            try {
                write(text, method.invoke(target, values));
            } catch (InvocationTargetException wrapped) {
                throw wrapped.getCause();
            }
            System.out.flush();
            channel.print(text.append('\n'));
            channel.flush();
        }
        Runtime.getRuntime().halt(0);
    }
}
