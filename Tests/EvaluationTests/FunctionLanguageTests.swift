import Grading
import Sandbox
import TestSupport
import Testing

@testable import Evaluation

/// Functions in every language that they can be called in, with real compilers.
@Suite(.serialized, .timeLimit(.minutes(10))) struct FunctionLanguageTests {
    /// A chain turned round, with the tree's values added to it; texts, a matrix and a number with a point decide how.
    private static let task = """
        {"id": "f", "function": {"name": "weave", "parameters": ["list", "tree"], "result": "list"}, "time_limit": 10,
         "tests": [{"arguments": [[1, 2, 3], [10, 20, null, 30], ["a\\"\\u00e9", ""], [[1, -2], []], 0.5],
                    "result": [3, 2, 1, 10, 20, 30, 3, -1]},
                   {"arguments": [[], [], [], [], 1e3], "result": [0, 0]}]}
        """

    /// The others' compilers take seconds each.
    private static let quick: Set = ["python3", "javascript", "cpp", "go"]

    private static let programs: [(language: String, text: String)] = [
        (
            "python3",
            """
            class Solution:
                def weave(self, head: Optional[ListNode], root: Optional[TreeNode], words: List[str], m: List[List[int]], x: float) -> Optional[ListNode]:
                    print("noise")
                    values = []
                    while head:
                        values.insert(0, head.val)
                        head = head.next
                    level = deque([root] if root else [])
                    while level:
                        node = level.popleft()
                        values.append(node.val)
                        level += [side for side in (node.left, node.right) if side]
                    values += [sum(map(len, words)), sum(map(sum, m))]
                    first = None
                    for value in reversed(values):
                        first = ListNode(value, first)
                    return first
            """
        ),
        (
            "javascript",
            """
            export const weave = function (head, root, words, m, x) {
                const values = [];
                for (; head; head = head.next) values.unshift(head.val);
                for (let level = root ? [root] : []; level.length; ) {
                    const node = level.shift();
                    values.push(node.val);
                    level.push(...[node.left, node.right].filter((side) => side));
                }
                values.push(words.join("").length, m.flat().reduce((sum, value) => sum + value, 0));
                return values.reduceRight((next, value) => new ListNode(value, next), null);
            };
            """
        ),
        (
            "cpp",
            """
            class Solution {
            public:
                ListNode* weave(ListNode* head, TreeNode* root, vector<string>& words, const vector<vector<int>>& m, double x) {
                    deque<int> values;
                    for (; head; head = head->next) values.push_front(head->val);
                    deque<TreeNode*> level;
                    if (root) level.push_back(root);
                    while (!level.empty()) {
                        TreeNode* node = level.front();
                        level.pop_front();
                        values.push_back(node->val);
                        for (TreeNode* side : {node->left, node->right}) if (side) level.push_back(side);
                    }
                    int length = 0, sum = 0;
                    for (auto& word : words) for (unsigned char c : word) length += (c & 0xC0) != 0x80;
                    for (auto& row : m) for (int value : row) sum += value;
                    values.push_back(length);
                    values.push_back(sum);
                    ListNode* first = nullptr;
                    while (!values.empty()) { first = new ListNode(values.back(), first); values.pop_back(); }
                    return first;
                }
            };
            int main() { return 1; }
            """
        ),
        (
            "java",
            """
            public class Solution {
                public ListNode weave(ListNode head, TreeNode root, List<String> words, int[][] m, double x) {
                    LinkedList<Integer> values = new LinkedList<>();
                    for (; head != null; head = head.next) values.addFirst(head.val);
                    Deque<TreeNode> level = new ArrayDeque<>();
                    if (root != null) level.add(root);
                    while (!level.isEmpty()) {
                        TreeNode node = level.poll();
                        values.add(node.val);
                        if (node.left != null) level.add(node.left);
                        if (node.right != null) level.add(node.right);
                    }
                    values.add(words.stream().mapToInt(String::length).sum());
                    values.add(Arrays.stream(m).flatMapToInt(Arrays::stream).sum());
                    ListNode first = null;
                    while (!values.isEmpty()) first = new ListNode(values.removeLast(), first);
                    return first;
                }
            }
            """
        ),
        (
            "go",
            """
            package main

            import "unicode/utf8"

            func weave(head *ListNode, root *TreeNode, words []string, m [][]int, x float64) *ListNode {
            	values := []int{}
            	for ; head != nil; head = head.Next {
            		values = append([]int{head.Val}, values...)
            	}
            	level := []*TreeNode{root}
            	for ; len(level) > 0; level = level[1:] {
            		if level[0] != nil {
            			values = append(values, level[0].Val)
            			level = append(level, level[0].Left, level[0].Right)
            		}
            	}
            	length, sum := 0, 0
            	for _, word := range words {
            		length += utf8.RuneCountInString(word)
            	}
            	for _, row := range m {
            		for _, value := range row {
            			sum += value
            		}
            	}
            	values = append(values, length, sum)
            	var first *ListNode
            	for place := len(values) - 1; place >= 0; place-- {
            		first = &ListNode{values[place], first}
            	}
            	return first
            }

            func main() {}
            """
        ),
        (
            "rust",
            """
            use std::rc::Rc;
            use std::cell::RefCell;
            impl Solution {
                pub fn weave(head: Option<Box<ListNode>>, root: Option<Rc<RefCell<TreeNode>>>, words: Vec<String>, m: Vec<Vec<i32>>, x: f64) -> Option<Box<ListNode>> {
                    let mut values = Vec::new();
                    let mut node = head;
                    while let Some(here) = node {
                        values.insert(0, here.val);
                        node = here.next;
                    }
                    let mut level = VecDeque::from(vec![root]);
                    while let Some(node) = level.pop_front() {
                        if let Some(node) = node {
                            let node = node.borrow();
                            values.push(node.val);
                            level.push_back(node.left.clone());
                            level.push_back(node.right.clone());
                        }
                    }
                    values.push(words.iter().map(|word| word.chars().count() as i32).sum());
                    values.push(m.iter().flatten().sum());
                    let mut first = None;
                    for val in values.into_iter().rev() {
                        first = Some(Box::new(ListNode { val, next: first }));
                    }
                    first
                }
            }
            """
        ),
        (
            "csharp",
            """
            public class Solution {
                public ListNode weave(ListNode head, TreeNode root, IList<string> words, int[][] m, double x) {
                    var values = new List<int>();
                    for (; head != null; head = head.next) values.Insert(0, head.val);
                    var level = new Queue<TreeNode>(new[] { root });
                    while (level.Count > 0) {
                        var node = level.Dequeue();
                        if (node == null) continue;
                        values.Add(node.val);
                        level.Enqueue(node.left);
                        level.Enqueue(node.right);
                    }
                    values.Add(words.Sum(word => word.Length));
                    values.Add(m.Sum(row => row.Sum()));
                    ListNode first = null;
                    foreach (int value in Enumerable.Reverse(values)) first = new ListNode(value, first);
                    return first;
                }
                public static void Main() {}
            }
            """
        ),
        (
            "kotlin",
            """
            class Solution {
                fun weave(head: ListNode?, root: TreeNode?, words: List<String>, m: Array<IntArray>, x: Double): ListNode? {
                    val values = ArrayList<Int>()
                    var node = head
                    while (node != null) {
                        values.add(0, node.`val`)
                        node = node.next
                    }
                    val level = LinkedList<TreeNode?>(listOf(root))
                    while (level.isNotEmpty()) {
                        val tree = level.poll() ?: continue
                        values.add(tree.`val`)
                        level.add(tree.left)
                        level.add(tree.right)
                    }
                    values.add(words.sumBy { it.length })
                    values.add(m.sumBy { it.sum() })
                    var first: ListNode? = null
                    for (value in values.reversed()) first = ListNode(value).apply { next = first }
                    return first
                }
            }
            fun main() {}
            """
        ),
    ]

    @Test("A function gets its arguments and gives its result in each language")
    func everyLanguage() async throws {
        let task = try SampleJudgeTests.task(Self.task)
        let programs = Self.programs.filter { LongTests.areAskedFor || Self.quick.contains($0.language) }
        let candidates = programs.map { Candidate($0.text, isComplete: true, language: $0.language) }
        var options = EvaluationOptions()
        options.runsAllTests = true
        let results = try await SampleJudgeTests.judge(candidates, of: task, options)
        for result in results {
            // Kotlin and others may not be installed.
            if result.message.contains("install the Debian package") { continue }
            #expect(result.isPassed && result.accepted == 2, "\(result.language): \(result.verdict) \(result.message)")
        }
    }

    @Test("A function that gives something else, fails or is not there does not pass")
    func wrong() async throws {
        let task = try SampleJudgeTests.task(
            """
            {"id": "g", "function": {"name": "g"}, "tests": [{"arguments": [2], "result": {"a": [4, true, null, 0.5]}}],
             "tolerance": {"absolute": 0.01}}
            """)
        let programs: [(String, String, Verdict)] = [
            ("python3", "def g(x): return {'a': (x * 2, True, None, 0.5001)}", .accepted),
            ("python3", "def g(x): return {'a': [x * 2, True, None, 0.6]}", .wrongAnswer),
            ("python3", "def g(x): return {'a': [x * 2, True, None]}", .wrongAnswer),
            ("python3", "def g(x): raise ValueError('no')", .runTimeError),
            ("python3", "def g(x): return ({'a': [x * 2, True, None, 0.5]} for _ in '1')", .wrongAnswer),
            ("python3", "def h(x): return 1", .runTimeError),
            ("python3", "def g(x, y): return 1", .runTimeError),
            ("javascript", "module.exports = { g: (x) => ({ a: [x * 2, true, null, 0.5] }) };", .accepted),
            ("javascript", "const g = (x) => [x * 2, true, null, 0.5];", .wrongAnswer),
            ("javascript", "const g = (", .runTimeError),
        ]
        let results = try await SampleJudgeTests.judge(
            programs.map { Candidate($0.1, isComplete: true, language: $0.0) }, of: task)
        for (program, result) in zip(programs, results) {
            #expect(result.verdict == program.2, "\(program.1): \(result.message)")
        }
    }
}
