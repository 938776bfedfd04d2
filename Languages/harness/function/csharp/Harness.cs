// Calls a method of Solution: reads the words that results begin with, then the arguments of each call, an array a line, and
// writes a line for each result. The method's own type says what its arguments are.
using System;
using System.Collections;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Reflection;
using System.Text;

public class ListNode {
    public int val;
    public ListNode next;
    public ListNode(int val = 0, ListNode next = null) {
        this.val = val;
        this.next = next;
    }
}

public class TreeNode {
    public int val;
    public TreeNode left;
    public TreeNode right;
    public TreeNode(int val = 0, TreeNode left = null, TreeNode right = null) {
        this.val = val;
        this.left = left;
        this.right = right;
    }
}

public static class VerdictHarness {
    /// The digits of a number.
    private sealed class Number {
        public string Digits;
    }

    private sealed class Reader {
        private readonly string source;
        private int place;

        public Reader(string source) {
            this.source = source;
        }

        private bool Take(char sign) {
            while (place < source.Length && source[place] <= ' ') place++;
            if (place >= source.Length || source[place] != sign) return false;
            place++;
            return true;
        }

        private void Expect(char sign) {
            if (!Take(sign)) throw new ArgumentException("the arguments lack a " + sign);
        }

        private string Text() {
            Expect('"');
            var text = new StringBuilder();
            while (source[place] != '"') {
                char sign = source[place++];
                if (sign != '\\') {
                    text.Append(sign);
                    continue;
                }
                sign = source[place++];
                switch (sign) {
                case 'b': text.Append('\b'); break;
                case 'f': text.Append('\f'); break;
                case 'n': text.Append('\n'); break;
                case 'r': text.Append('\r'); break;
                case 't': text.Append('\t'); break;
                case 'u':
                    text.Append((char)int.Parse(source.Substring(place, 4), NumberStyles.HexNumber));
                    place += 4;
                    break;
                default: text.Append(sign); break;
                }
            }
            Expect('"');
            return text.ToString();
        }

        public object Value() {
            while (place < source.Length && source[place] <= ' ') place++;
            char sign = source[place];
            if (sign == '"') return Text();
            if (sign == '[') {
                var elements = new List<object>();
                place++;
                if (Take(']')) return elements;
                do elements.Add(Value()); while (Take(','));
                Expect(']');
                return elements;
            }
            if (sign == '{') {
                var members = new Dictionary<string, object>();
                place++;
                if (Take('}')) return members;
                do {
                    string key = Text();
                    Expect(':');
                    members[key] = Value();
                } while (Take(','));
                Expect('}');
                return members;
            }
            int start = place;
            while (place < source.Length && ",]} ".IndexOf(source[place]) < 0) place++;
            string word = source.Substring(start, place - start);
            switch (word) {
            case "null": return null;
            case "true": return true;
            case "false": return false;
            default: return new Number { Digits = word };
            }
        }
    }

    private static object Made(object value, Type type) {
        if (type == typeof(ListNode)) return MadeList((List<object>)value);
        if (type == typeof(TreeNode)) return MadeTree((List<object>)value);
        if (value == null) return null;
        type = Nullable.GetUnderlyingType(type) ?? type;
        if (type.IsArray) {
            var elements = (List<object>)value;
            var array = Array.CreateInstance(type.GetElementType(), elements.Count);
            for (int place = 0; place < elements.Count; place++) array.SetValue(Made(elements[place], type.GetElementType()), place);
            return array;
        }
        if (type.IsGenericType) {
            var inner = type.GetGenericArguments();
            if (inner.Length == 2) {
                var members = (IDictionary)Activator.CreateInstance(typeof(Dictionary<,>).MakeGenericType(inner));
                foreach (var member in (Dictionary<string, object>)value) {
                    object key = inner[0] == typeof(string) ? (object)member.Key : new Number { Digits = member.Key };
                    members[Made(key, inner[0])] = Made(member.Value, inner[1]);
                }
                return members;
            }
            var list = (IList)Activator.CreateInstance(typeof(List<>).MakeGenericType(inner));
            foreach (var element in (List<object>)value) list.Add(Made(element, inner[0]));
            if (type.IsAssignableFrom(list.GetType())) return list;
            return Activator.CreateInstance(type, list);
        }
        if (type == typeof(System.Numerics.BigInteger)) {
            return System.Numerics.BigInteger.Parse(((Number)value).Digits, NumberStyles.Float, CultureInfo.InvariantCulture);
        }
        if (type == typeof(char)) return ((string)value)[0];
        var number = value as Number;
        if (number == null) return value;
        if (type == typeof(object)) type = number.Digits.IndexOfAny(new[] { '.', 'e', 'E' }) < 0 ? typeof(int) : typeof(double);
        if (type == typeof(double) || type == typeof(float)) {
            return Convert.ChangeType(double.Parse(number.Digits, CultureInfo.InvariantCulture), type, CultureInfo.InvariantCulture);
        }
        return Convert.ChangeType(decimal.Parse(number.Digits, NumberStyles.Float, CultureInfo.InvariantCulture), type, CultureInfo.InvariantCulture);
    }

    private static int Integer(object value) {
        return int.Parse(((Number)value).Digits, CultureInfo.InvariantCulture);
    }

    private static ListNode MadeList(List<object> values) {
        ListNode head = null;
        if (values == null) return null;
        for (int place = values.Count - 1; place >= 0; place--) head = new ListNode(Integer(values[place]), head);
        return head;
    }

    private static TreeNode MadeTree(List<object> values) {
        if (values == null || values.Count == 0 || values[0] == null) return null;
        var root = new TreeNode(Integer(values[0]));
        var open = new Queue<TreeNode>(new[] { root });
        for (int place = 1; place < values.Count && open.Count > 0;) {
            var node = open.Dequeue();
            foreach (bool isLeft in new[] { true, false }) {
                if (place < values.Count && values[place] != null) {
                    var child = new TreeNode(Integer(values[place]));
                    if (isLeft) node.left = child;
                    else node.right = child;
                    open.Enqueue(child);
                }
                place++;
            }
        }
        return root;
    }

    private static void WriteText(StringBuilder text, string value) {
        text.Append('"');
        foreach (char sign in value) {
            if (sign == '"' || sign == '\\') text.Append('\\').Append(sign);
            else if (sign < ' ') text.AppendFormat("\\u{0:x4}", (int)sign);
            else text.Append(sign);
        }
        text.Append('"');
    }

    private static void Write(StringBuilder text, object value) {
        if (value == null) {
            text.Append("null");
        } else if (value is bool) {
            text.Append((bool)value ? "true" : "false");
        } else if (value is string || value is char) {
            WriteText(text, value.ToString());
        } else if (value is ListNode) {
            var values = new List<object>();
            var seen = new HashSet<ListNode>();
            for (var node = (ListNode)value; node != null; node = node.next) {
                if (!seen.Add(node)) throw new InvalidOperationException("the list leads back to itself");
                values.Add(node.val);
            }
            Write(text, values);
        } else if (value is TreeNode) {
            Write(text, Values((TreeNode)value));
        } else if (value is IDictionary) {
            text.Append('{');
            bool isFirst = true;
            foreach (DictionaryEntry member in (IDictionary)value) {
                if (!isFirst) text.Append(',');
                isFirst = false;
                WriteText(text, Convert.ToString(member.Key, CultureInfo.InvariantCulture));
                text.Append(':');
                Write(text, member.Value);
            }
            text.Append('}');
        } else if (value is IEnumerable) {
            text.Append('[');
            bool isFirst = true;
            foreach (object element in (IEnumerable)value) {
                if (!isFirst) text.Append(',');
                isFirst = false;
                Write(text, element);
            }
            text.Append(']');
        } else if (IsTuple(value)) {
            Write(text, Elements(value));
        } else if (value is float) {
            text.Append(((float)value).ToString("R", CultureInfo.InvariantCulture));
        } else if (value is double) {
            text.Append(((double)value).ToString("R", CultureInfo.InvariantCulture));
        } else {
            text.Append(Convert.ToString(value, CultureInfo.InvariantCulture));
        }
    }

    private static bool IsTuple(object value) {
        string name = value.GetType().FullName ?? "";
        return name.StartsWith("System.ValueTuple`") || name.StartsWith("System.Tuple`");
    }

    /// The elements of a tuple; of a long one the last is the tuple of the others.
    private static List<object> Elements(object value) {
        var elements = new List<object>();
        foreach (string name in new[] { "Item1", "Item2", "Item3", "Item4", "Item5", "Item6", "Item7", "Rest" }) {
            var field = value.GetType().GetField(name);
            var property = value.GetType().GetProperty(name);
            if (field == null && property == null) break;
            object element = field != null ? field.GetValue(value) : property.GetValue(value, null);
            if (name == "Rest") elements.AddRange(Elements(element));
            else elements.Add(element);
        }
        return elements;
    }

    /// The method of that name that takes so many arguments, a public one before others.
    private static MethodInfo Method(string name, int count) {
        const BindingFlags any = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static;
        MethodInfo found = null;
        foreach (var method in typeof(Solution).GetMethods(any)) {
            if (method.Name != name) continue;
            bool fits = method.GetParameters().Length == count;
            bool foundFits = found != null && found.GetParameters().Length == count;
            if (found == null || fits && !foundFits || fits == foundFits && method.IsPublic && !found.IsPublic) found = method;
        }
        if (found == null) throw new MissingMethodException("Solution has no method " + name);
        return found;
    }

    private static List<object> Values(TreeNode root) {
        var values = new List<object>();
        var seen = new HashSet<TreeNode>();
        var open = new Queue<TreeNode>(new[] { root });
        while (open.Count > 0) {
            var node = open.Dequeue();
            values.Add(node == null ? null : (object)node.val);
            if (node == null) continue;
            if (!seen.Add(node)) throw new InvalidOperationException("the tree leads back to itself");
            open.Enqueue(node.left);
            open.Enqueue(node.right);
        }
        while (values.Count > 0 && values[values.Count - 1] == null) values.RemoveAt(values.Count - 1);
        return values;
    }

    public static int Main() {
        var input = new StreamReader(Console.OpenStandardInput(), new UTF8Encoding(false));
        var channel = Console.OpenStandardOutput();
        string key = input.ReadLine();
        var method = Method("{{function}}", {{count}});
        var parameters = method.GetParameters();
        object target = method.IsStatic ? null : Activator.CreateInstance(typeof(Solution), true);
        for (string line = input.ReadLine(); line != null; line = input.ReadLine()) {
            var given = (List<object>)new Reader(line).Value();
            if (given.Count != parameters.Length) throw new ArgumentException("the method takes another number of arguments");
            var values = new object[given.Count];
            for (int place = 0; place < values.Length; place++) values[place] = Made(given[place], parameters[place].ParameterType);
            var text = new StringBuilder("\n" + key + " ");
            try {
                Write(text, method.Invoke(target, values));
            } catch (TargetInvocationException wrapped) {
                Console.Error.WriteLine(wrapped.InnerException);
                return 1;
            }
            Console.Out.Flush();
            var bytes = new UTF8Encoding(false).GetBytes(text.Append('\n').ToString());
            channel.Write(bytes, 0, bytes.Length);
            channel.Flush();
        }
        return 0;
    }
}
