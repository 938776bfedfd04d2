// Calls a function of the candidate below: reads the words that results begin with, then the arguments of each call, an
// array a line, and writes a line for each result. The function's own type says what its arguments are.
#include <bits/stdc++.h>
using namespace std;

struct ListNode {
    int val;
    ListNode *next;
    ListNode(int x = 0, ListNode *n = nullptr) : val(x), next(n) {}
};

struct TreeNode {
    int val;
    TreeNode *left, *right;
    TreeNode(int x = 0, TreeNode *l = nullptr, TreeNode *r = nullptr) : val(x), left(l), right(r) {}
};

// A program of its own may be shown at the end of an answer; it is not run.
#define main candidate_main
{{candidate}}
#undef main

namespace verdict_harness {

[[noreturn]] void fail(const std::string &words) {
    std::fprintf(stderr, "%s\n", words.c_str());
    std::_Exit(1);
}

struct Value {
    enum Kind { null, boolean, number, text, array, object } kind = null;
    bool truth = false;
    std::string word;
    std::vector<Value> elements;
    std::vector<std::string> keys;
};

struct Reader {
    const std::string &source;
    std::size_t place = 0;

    void skip() {
        while (place < source.size() && std::strchr(" \t\r\n", source[place])) place++;
    }
    bool take(char sign) {
        skip();
        if (place >= source.size() || source[place] != sign) return false;
        place++;
        return true;
    }
    void expect(char sign) {
        if (!take(sign)) fail(std::string("the arguments lack a ") + sign);
    }
    static void add(std::string &text, unsigned code) {
        if (code < 0x80) {
            text += char(code);
        } else if (code < 0x800) {
            text += char(0xC0 | code >> 6);
            text += char(0x80 | (code & 63));
        } else if (code < 0x10000) {
            text += char(0xE0 | code >> 12);
            text += char(0x80 | (code >> 6 & 63));
            text += char(0x80 | (code & 63));
        } else {
            text += char(0xF0 | code >> 18);
            text += char(0x80 | (code >> 12 & 63));
            text += char(0x80 | (code >> 6 & 63));
            text += char(0x80 | (code & 63));
        }
    }
    unsigned unit() {
        unsigned code = std::stoul(source.substr(place, 4), nullptr, 16);
        place += 4;
        return code;
    }
    std::string text() {
        expect('"');
        std::string text;
        while (place < source.size() && source[place] != '"') {
            char sign = source[place++];
            if (sign != '\\') {
                text += sign;
                continue;
            }
            sign = source[place++];
            switch (sign) {
            case 'b': text += '\b'; break;
            case 'f': text += '\f'; break;
            case 'n': text += '\n'; break;
            case 'r': text += '\r'; break;
            case 't': text += '\t'; break;
            case 'u': {
                unsigned code = unit();
                if (code >= 0xD800 && code < 0xDC00 && source.compare(place, 2, "\\u") == 0) {
                    place += 2;
                    code = 0x10000 + ((code - 0xD800) << 10) + (unit() - 0xDC00);
                }
                add(text, code);
                break;
            }
            default: text += sign;
            }
        }
        expect('"');
        return text;
    }
    Value value() {
        Value value;
        skip();
        if (place >= source.size()) fail("the arguments end too early");
        char sign = source[place];
        if (sign == '"') {
            value.kind = Value::text;
            value.word = text();
        } else if (sign == '[') {
            value.kind = Value::array;
            place++;
            if (take(']')) return value;
            do value.elements.push_back(this->value()); while (take(','));
            expect(']');
        } else if (sign == '{') {
            value.kind = Value::object;
            place++;
            if (take('}')) return value;
            do {
                skip();
                value.keys.push_back(text());
                expect(':');
                value.elements.push_back(this->value());
            } while (take(','));
            expect('}');
        } else {
            std::size_t end = source.find_first_of(",]} \t\r\n", place);
            value.word = source.substr(place, end == std::string::npos ? end : end - place);
            place += value.word.size();
            if (value.word == "null") return value;
            value.kind = value.word == "true" || value.word == "false" ? Value::boolean : Value::number;
            value.truth = value.word == "true";
        }
        return value;
    }
};

template <class T, class = void> struct Codec;

template <> struct Codec<bool> {
    static bool read(const Value &value) { return value.truth; }
    static void write(std::string &text, bool value) { text += value ? "true" : "false"; }
};

template <class T> void write_text(std::string &text, const T &value) {
    text += '"';
    for (unsigned char sign : value) {
        if (sign == '"' || sign == '\\') {
            text += '\\';
            text += char(sign);
        } else if (sign < 0x20) {
            char escape[8];
            std::snprintf(escape, sizeof escape, "\\u%04x", sign);
            text += escape;
        } else {
            text += char(sign);
        }
    }
    text += '"';
}

template <> struct Codec<char> {
    static char read(const Value &value) { return value.word.empty() ? '\0' : value.word[0]; }
    static void write(std::string &text, char value) { write_text(text, std::string(1, value)); }
};

template <class T> struct Codec<T, std::enable_if_t<std::is_integral_v<T>>> {
    static T read(const Value &value) {
        if (value.kind != Value::number) fail("an argument is no number");
        if constexpr (sizeof(T) > sizeof(long long)) {
            unsigned __int128 number = 0;
            for (char sign : value.word) if (sign >= '0' && sign <= '9') number = number * 10 + unsigned(sign - '0');
            return T(value.word[0] == '-' ? -number : number);
        } else if constexpr (std::is_signed_v<T>) {
            long long number = std::strtoll(value.word.c_str(), nullptr, 10);
            if (value.word.find_first_of(".eE") != std::string::npos) number = (long long)std::strtod(value.word.c_str(), nullptr);
            return T(number);
        } else {
            return T(std::strtoull(value.word.c_str(), nullptr, 10));
        }
    }
    static void write(std::string &text, T value) {
        if constexpr (sizeof(T) > sizeof(long long)) {
            std::string digits;
            unsigned __int128 number = value < 0 ? -(unsigned __int128)value : (unsigned __int128)value;
            do digits.insert(digits.begin(), char('0' + int(number % 10))); while (number /= 10);
            text += (value < 0 ? "-" : "") + digits;
        } else {
            text += std::to_string(value);
        }
    }
};

template <class T> struct Codec<T, std::enable_if_t<std::is_floating_point_v<T>>> {
    static T read(const Value &value) { return T(std::strtod(value.word.c_str(), nullptr)); }
    static void write(std::string &text, T value) {
        if (std::isnan(value)) {
            text += "NaN";
        } else if (std::isinf(value)) {
            text += value > 0 ? "Infinity" : "-Infinity";
        } else {
            char digits[64];
            std::snprintf(digits, sizeof digits, "%.17g", double(value));
            // As few as tell it from the others of its kind.
            if constexpr (std::is_same_v<T, float>) {
                int count = 6;
                do std::snprintf(digits, sizeof digits, "%.*g", count, double(value));
                while (std::strtof(digits, nullptr) != value && ++count <= 9);
            }
            text += digits;
            if (!std::strpbrk(digits, ".e")) text += ".0";
        }
    }
};

template <> struct Codec<std::string> {
    static std::string read(const Value &value) { return value.word; }
    static void write(std::string &text, const std::string &value) { write_text(text, value); }
};

template <class S> void write_elements(std::string &text, const S &value) {
    text += '[';
    bool first = true;
    for (const auto &element : value) {
        if (!first) text += ',';
        first = false;
        Codec<typename S::value_type>::write(text, element);
    }
    text += ']';
}

template <class S> struct SequenceCodec {
    static S read(const Value &value) {
        S elements;
        for (const Value &element : value.elements) {
            elements.insert(elements.end(), Codec<typename S::value_type>::read(element));
        }
        return elements;
    }
    static void write(std::string &text, const S &value) { write_elements(text, value); }
};

template <class T> struct Codec<std::vector<T>> : SequenceCodec<std::vector<T>> {};
template <class T> struct Codec<std::deque<T>> : SequenceCodec<std::deque<T>> {};
template <class T> struct Codec<std::list<T>> : SequenceCodec<std::list<T>> {};
template <class T> struct Codec<std::set<T>> : SequenceCodec<std::set<T>> {};
template <class T> struct Codec<std::multiset<T>> : SequenceCodec<std::multiset<T>> {};
template <class T> struct Codec<std::unordered_set<T>> : SequenceCodec<std::unordered_set<T>> {};

template <class T, std::size_t N> struct Codec<std::array<T, N>> {
    static std::array<T, N> read(const Value &value) {
        if (value.elements.size() != N) fail("an argument has another number of elements");
        std::array<T, N> elements;
        for (std::size_t place = 0; place < N; place++) elements[place] = Codec<T>::read(value.elements[place]);
        return elements;
    }
    static void write(std::string &text, const std::array<T, N> &value) { write_elements(text, value); }
};

template <class... T> struct Codec<std::tuple<T...>> {
    template <std::size_t... I> static std::tuple<T...> made(const Value &value, std::index_sequence<I...>) {
        return {Codec<T>::read(value.elements[I])...};
    }
    static std::tuple<T...> read(const Value &value) {
        if (value.elements.size() != sizeof...(T)) fail("an argument has another number of elements");
        return made(value, std::index_sequence_for<T...>());
    }
    static void write(std::string &text, const std::tuple<T...> &value) {
        text += '[';
        std::size_t place = 0;
        std::apply([&](const T &...element) { ((text += place++ > 0 ? "," : "", Codec<T>::write(text, element)), ...); }, value);
        text += ']';
    }
};

template <class A, class B> struct Codec<std::pair<A, B>> {
    static std::pair<A, B> read(const Value &value) {
        if (value.elements.size() != 2) fail("an argument is no pair");
        return {Codec<A>::read(value.elements[0]), Codec<B>::read(value.elements[1])};
    }
    static void write(std::string &text, const std::pair<A, B> &value) {
        text += '[';
        Codec<A>::write(text, value.first);
        text += ',';
        Codec<B>::write(text, value.second);
        text += ']';
    }
};

template <class T> struct Codec<std::optional<T>> {
    static std::optional<T> read(const Value &value) {
        if (value.kind == Value::null) return std::nullopt;
        return Codec<T>::read(value);
    }
    static void write(std::string &text, const std::optional<T> &value) {
        if (value) Codec<T>::write(text, *value);
        else text += "null";
    }
};

template <class M> struct MapCodec {
    static M read(const Value &value) {
        M members;
        for (std::size_t place = 0; place < value.keys.size(); place++) {
            Value key;
            key.kind = std::is_arithmetic_v<typename M::key_type> ? Value::number : Value::text;
            key.word = value.keys[place];
            members[Codec<typename M::key_type>::read(key)] = Codec<typename M::mapped_type>::read(value.elements[place]);
        }
        return members;
    }
    static void write(std::string &text, const M &value) {
        text += '{';
        bool first = true;
        for (const auto &member : value) {
            if (!first) text += ',';
            first = false;
            std::string key;
            Codec<typename M::key_type>::write(key, member.first);
            text += key[0] == '"' ? key : '"' + key + '"';
            text += ':';
            Codec<typename M::mapped_type>::write(text, member.second);
        }
        text += '}';
    }
};

template <class K, class V> struct Codec<std::map<K, V>> : MapCodec<std::map<K, V>> {};
template <class K, class V> struct Codec<std::unordered_map<K, V>> : MapCodec<std::unordered_map<K, V>> {};

template <> struct Codec<ListNode *> {
    static ListNode *read(const Value &value) {
        ListNode head;
        ListNode *last = &head;
        for (const Value &element : value.elements) last = last->next = new ListNode(Codec<int>::read(element));
        return head.next;
    }
    static void write(std::string &text, ListNode *node) {
        std::vector<int> values;
        std::unordered_set<ListNode *> seen;
        for (; node; node = node->next) {
            if (!seen.insert(node).second) fail("the list leads back to itself");
            values.push_back(node->val);
        }
        Codec<std::vector<int>>::write(text, values);
    }
};

template <> struct Codec<TreeNode *> {
    static TreeNode *read(const Value &value) {
        const auto &values = value.elements;
        if (values.empty() || values[0].kind == Value::null) return nullptr;
        TreeNode *root = new TreeNode(Codec<int>::read(values[0]));
        std::deque<TreeNode *> open{root};
        std::size_t place = 1;
        while (!open.empty() && place < values.size()) {
            TreeNode *node = open.front();
            open.pop_front();
            for (TreeNode **side : {&node->left, &node->right}) {
                if (place < values.size() && values[place].kind != Value::null) {
                    *side = new TreeNode(Codec<int>::read(values[place]));
                    open.push_back(*side);
                }
                place++;
            }
        }
        return root;
    }
    static void write(std::string &text, TreeNode *root) {
        std::vector<std::optional<int>> values;
        std::unordered_set<TreeNode *> seen;
        std::deque<TreeNode *> open{root};
        while (!open.empty()) {
            TreeNode *node = open.front();
            open.pop_front();
            if (!node) {
                values.push_back(std::nullopt);
                continue;
            }
            if (!seen.insert(node).second) fail("the tree leads back to itself");
            values.push_back(node->val);
            open.push_back(node->left);
            open.push_back(node->right);
        }
        while (!values.empty() && !values.back()) values.pop_back();
        Codec<std::vector<std::optional<int>>>::write(text, values);
    }
};

template <class R, class... A, class F, std::size_t... I>
std::string apply(const Value &arguments, F function, std::index_sequence<I...>) {
    if (arguments.elements.size() != sizeof...(A)) fail("the function takes another number of arguments");
    std::tuple<std::decay_t<A>...> values{Codec<std::decay_t<A>>::read(arguments.elements[I])...};
    static_assert(!std::is_void_v<R>, "the function must return its result");
    std::string text;
    Codec<std::decay_t<R>>::write(text, function(static_cast<A>(std::get<I>(values))...));
    return text;
}

template <class R, class... A> std::string called(R (*function)(A...), const Value &arguments) {
    return apply<R, A...>(arguments, function, std::index_sequence_for<A...>());
}
template <class R, class C, class... A> std::string called(R (C::*method)(A...), const Value &arguments) {
    C object;
    return apply<R, A...>(
        arguments, [&](A... values) -> R { return (object.*method)(std::forward<A>(values)...); },
        std::index_sequence_for<A...>());
}
template <class R, class C, class... A> std::string called(R (C::*method)(A...) const, const Value &arguments) {
    C object;
    return apply<R, A...>(
        arguments, [&](A... values) -> R { return (object.*method)(std::forward<A>(values)...); },
        std::index_sequence_for<A...>());
}

// Of several functions of one name, the one that takes so many arguments.
template <std::size_t> struct Call;
#define VERDICT_LIST(...) __VA_ARGS__
#define VERDICT_CALL(count, kinds, ...)                                                                                \
    template <> struct Call<count> {                                                                                   \
        template <class R VERDICT_LIST kinds> static std::string of(R (*function)(__VA_ARGS__), const Value &given) {  \
            return called(function, given);                                                                            \
        }                                                                                                              \
        template <class R, class O VERDICT_LIST kinds>                                                                 \
        static std::string of(R (O::*method)(__VA_ARGS__), const Value &given) {                                       \
            return called(method, given);                                                                              \
        }                                                                                                              \
        template <class R, class O VERDICT_LIST kinds>                                                                 \
        static std::string of(R (O::*method)(__VA_ARGS__) const, const Value &given) {                                 \
            return called(method, given);                                                                              \
        }                                                                                                              \
    };
VERDICT_CALL(0, ())
VERDICT_CALL(1, (, class A), A)
VERDICT_CALL(2, (, class A, class B), A, B)
VERDICT_CALL(3, (, class A, class B, class C), A, B, C)
VERDICT_CALL(4, (, class A, class B, class C, class D), A, B, C, D)
VERDICT_CALL(5, (, class A, class B, class C, class D, class E), A, B, C, D, E)
VERDICT_CALL(6, (, class A, class B, class C, class D, class E, class F), A, B, C, D, E, F)
VERDICT_CALL(7, (, class A, class B, class C, class D, class E, class F, class G), A, B, C, D, E, F, G)
VERDICT_CALL(8, (, class A, class B, class C, class D, class E, class F, class G, class H), A, B, C, D, E, F, G, H)

} // namespace verdict_harness

int main() {
    std::string key, line;
    std::getline(std::cin, key);
    while (std::getline(std::cin, line)) {
        verdict_harness::Reader reader{line};
        std::string result = verdict_harness::Call<{{count}}>::of({{target}}, reader.value());
        std::cout.flush();
        std::fflush(stdout);
        result = "\n" + key + " " + result + "\n";
        std::fwrite(result.data(), 1, result.size(), stdout);
        std::fflush(stdout);
    }
    std::_Exit(0);
}
