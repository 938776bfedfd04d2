"""SandboxFusion's own SDK on data sets, named ones and rows that come with requests: python sandbox_fusion_datasets.py URL TOKEN"""

import asyncio
import concurrent.futures
import csv
import json
import pathlib
import sys
import urllib.error
import urllib.request

import sandbox_fusion as sf
from sandbox_fusion import GetPromptByIdRequest, GetPromptsRequest, SubmitRequest, TestConfig

url, token = sys.argv[1:3]
sf.set_endpoint(url + "/sandboxfusion")
folder = pathlib.Path(__file__).resolve().parents[4] / "Testcases/evaluation"


def call(path, body=None):
    data = None if body is None else json.dumps(body).encode()
    request = urllib.request.Request(url + "/sandboxfusion" + path, data)
    request.add_header("Content-Type", "application/json")
    try:
        with urllib.request.urlopen(request) as answer:
            return answer.status, json.loads(answer.read())
    except urllib.error.HTTPError as error:
        return error.code, json.loads(error.read())


def fenced(code, language="python"):
    return f"Here it is:\n```{language}\n{code}\n```\nDone."


def submit(dataset, id, completion, **config):
    return sf.submit(SubmitRequest(dataset=dataset, id=id, completion=completion, config=TestConfig(**config)), max_attempts=1)


def refused(dataset, id, completion, **config):
    status, answer = call("/submit", {"dataset": dataset, "id": id, "completion": completion, "config": config})
    assert status == 400 and set(answer) == {"detail"}, (status, answer)
    return answer["detail"]


# What there is.
assert call("/list_datasets") == (200, ["humaneval_own", "lcb_own", "mbpp_own", "multiple_own", "parts", "sums"])
assert call("/list_ids", {"dataset": "sums", "config": {}}) == (200, [2, 10, "echo"])
assert call("/list_ids", {"dataset": "sums", "config": {}, "offset": 1, "limit": 1}) == (200, [10])
assert call("/get_metrics", {"dataset": "sums", "config": {}, "results": []}) == (200, {})
assert call("/get_metrics_function", {"dataset": "sums", "config": {}}) == (200, {"function": None})

# Prompts.
prompts = sf.get_prompts(GetPromptsRequest(dataset="sums", config=TestConfig(language="python", locale="en")))
assert [prompt.id for prompt in prompts] == [2, 10, "echo"], prompts
assert prompts[0].labels == {"level": "easy"} and prompts[1].labels == {"level": "easy"}, prompts
assert prompts[0].prompt == (
    "Read two numbers and print their sum.\n\nPlease implement a complete Python script. Your program should read input from "
    "standard input and write output to standard output."), prompts
one = GetPromptByIdRequest(dataset="parts", id=1, config=TestConfig(is_fewshot=True, locale="en"))
prompt = asyncio.run(sf.get_prompt_by_id_async(one))
line = "-" * 16
assert prompt.prompt == (
    f"Answer in Python.\n\n{line}\n\nQuestion: one?\nAnswer: 1\n\nQuestion:Write double(x), twice x.\n\nAnswer:\n"), prompt
one = GetPromptByIdRequest(dataset="parts", id=2, config=TestConfig(locale="zh"))
prompt = sf.get_prompt_by_id(one)
assert prompt.prompt == "zh: Write a program with the word seven in it. $ $unknown ", prompt
one = GetPromptByIdRequest(dataset="humaneval_own", id="Own/0", config=TestConfig(extra={"is_freeform": True}))
prompt = sf.get_prompt_by_id(one)
assert prompt.prompt.startswith("```python\ndef half(") and prompt.labels["entry_point"] == "half", prompt
row = {"id": 0, "labels": "{}", "content": "this is a prompt"}
own = TestConfig(dataset_type="AutoEvalDataset", provided_data=[row, row])
prompts = sf.get_prompts(GetPromptsRequest(dataset="whatever", config=own))
assert [prompt.prompt for prompt in prompts] == ["this is a prompt"] * 2, prompts

# Programs that read and write.
adds = fenced("print(sum(map(int, input().split())))")
found = submit("sums", 2, adds, language="python")
assert found.accepted and found.id == 2 and found.extracted_code == "print(sum(map(int, input().split())))", found
assert found.full_code is None and found.test_code is None and found.extracted_type is None and found.extra is None, found
assert len(found.tests) == 3 and all(test.passed for test in found.tests), found
run = found.tests[1].exec_info
assert run.status == "Success" and run.compile_result is None and run.run_result.stdout == "42\n", run
assert run.run_result.return_code == 0 and run.run_result.execution_time > 0 and run.files == {}, run
assert found.tests[1].test_info == {"input": {"stdin": "40 2\n"}, "output": {"stdout": "42\n"}}, found
# The SDK makes numbers of ids that look like some.
found = submit("sums", "10", fenced("print('1.500001')"), language="python")
assert found.accepted and found.id == 10, found
cpp = "#include <iostream>\nint main() { long a, b; std::cin >> a >> b; std::cout << (a == 40 ? 0 : a + b); }"
found = asyncio.run(sf.submit_async(SubmitRequest(
    dataset="sums", id=2, completion=fenced(cpp, "c++"), config=TestConfig(language="cpp"))))
assert not found.accepted and [test.passed for test in found.tests] == [True, False], found
assert found.tests[0].exec_info.compile_result.return_code == 0, found
found = submit("sums", 2, fenced(cpp, "cpp"), language="cpp", extra={"run_all_cases": True})
assert not found.accepted and [test.passed for test in found.tests] == [True, False, True], found
found = submit("sums", 2, fenced("int main( {", "cpp"), language="cpp", extra={"run_all_cases": True})
assert [test.exec_info.compile_result.return_code for test in found.tests] == [1, 1, 1] and not found.accepted, found
assert found.tests[0].exec_info.run_result is None and found.tests[2].test_info["input"]["stdin"] == "-5 5\n", found
found = submit("sums", 2, "I do not know.", language="python")
assert not found.accepted and found.extracted_code == "" and len(found.tests) == 1, found
found = submit("sums", 2, fenced("while True: pass"), language="python", run_timeout=0.3)
assert found.tests[0].exec_info.run_result.status == "TimeLimitExceeded", found
echoes = fenced("print(input())")
shown = submit("sums", "echo", echoes, language="python").tests[0].test_info["input"]["stdin"]
assert shown == "x" * 498 + "..." + "x" * 498, len(shown)
shown = submit("sums", "echo", echoes, language="python", extra={"return_full_case": True}).tests[0].test_info
assert shown["output"]["stdout"] == "x" * 3000, shown

# Programs to which tests are added.
found = submit("parts", 1, fenced("def double(x):\n    print('hi')\n    return 2 * x\nif __name__ == \"__main__\":\n    boom()"))
assert found.accepted and found.extra == {} and found.extracted_code.endswith("return 2 * x"), found
assert found.full_code == found.extracted_code + "\nassert double(4) == 8\nassert open('three.txt').read() == 'three'", found
assert found.tests[0].exec_info.run_result.stdout == "hi\n" and found.tests[0].test_info is None, found
found = submit("parts", 1, fenced("def double(x): return x"))
assert not found.accepted and "AssertionError" in found.tests[0].exec_info.run_result.stderr, found
# As the original: who ends well has passed, unless the flag is asked for.
assert submit("parts", 1, fenced("exit(0)")).accepted
found = submit("parts", 1, fenced("exit(0)"), extra={"append_flag": True})
assert not found.accepted and found.tests[0].exec_info.run_result.return_code == 0, found
found = submit("parts", 1, fenced("def double(x):\n    print('hi')\n    return 2 * x"), extra={"append_flag": True})
assert found.accepted and found.tests[0].exec_info.run_result.stdout == "hi\n", found
found = submit("parts", 2, fenced("x = 'it is \"seven\"'\t\\"), extra={"repr_code": True})
assert found.accepted and not submit("parts", 2, fenced("x = 8"), extra={"repr_code": True}).accepted, found
assert submit("parts", 3, fenced("int triple(int x) { return 3 * x; }\nint main() { return 1; }", "cpp")).accepted
assert not submit("parts", 3, fenced("int triple(int x) { return x; }", "cpp")).accepted
assert "JUnit" in refused("parts", 4, fenced("class A {}", "java"))

# The rest of functions.
found = submit("humaneval_own", "Own/0", "    return math.floor(sum(numbers) / 2)\n\nprint(half([1]))")
assert found.accepted and found.extracted_code == "    return math.floor(sum(numbers) / 2)\n", found
assert found.full_code.endswith("\ncheck(half)"), found
for wrong in ["    return 1", "    exit(0)", "    import os; os._exit(0)", "    return numbers["]:
    assert not submit("humaneval_own", "Own/0", wrong).accepted, wrong
assert submit("humaneval_own", "Own/0", fenced("def half(n): return sum(n) // 2"), extra={"is_freeform": True}).accepted
assert submit("multiple_own", "Own_0_twice", "    return 2 * n;\n}\nlong more() { return").accepted
assert not submit("multiple_own", "Own_0_twice", "    return n;\n").accepted
assert submit("multiple_own", "Own_1_upper", "  return text.toUpperCase();\n}\n// and so on").accepted
assert "D_ut" in refused("multiple_own", "Own_2_none", "{ return 1; }")
found = submit("mbpp_own", 7, "[BEGIN]\n```python\ndef back(s): return s[::-1]\nassert False\n```\n[DONE] more")
assert found.accepted and found.extracted_code == "\ndef back(s): return s[::-1]", found
assert not submit("mbpp_own", 7, fenced("def back(s): exit()")).accepted
for id, right, wrong in [(1, "print(int(input()) + 1)", "print(2)"), (3, "print(int(input()) + 1)", "print(3)"),
                         (2, "class Solution:\n    def plus(self, a, b): return a + b", "class Solution:\n    def plus(self, a, b): return 3")]:
    found = submit("lcb_own", id, fenced(right))
    assert found.accepted and found.full_code == right and all(test.passed for test in found.tests), found
    found = submit("lcb_own", id, fenced(wrong))
    assert not found.accepted and [test.passed for test in found.tests][-1:] == [False], found

# What cannot be judged is told, and is nobody's fault.
assert refused("x", 1, "") == "no eval class found for dataset x"
assert refused("x", 1, "", dataset_type="Odd") == "eval class Odd not found"
assert "no data set x" in refused("x", 1, "", dataset_type="CommonOJDataset", language="python")
assert "no row 7" in refused("sums", 7, "", language="python")
assert refused("sums", 2, adds) == "config.language field must exist for CommonOJDataset, got None"
assert "custom_extract_logic" in refused("sums", 2, adds, custom_extract_logic="1")
assert "dict" in refused("x", 1, "", dataset_type="CommonOJDataset", language="python", provided_data=[row])
status, answer = call("/submit", {"dataset": 1, "id": [], "config": {"language": "klingon", "run_timeout": "x", "extra": 1,
                                                                     "provided_data": [1], "is_fewshot": "x"}})
wanted = [["body", "dataset"], ["body", "id", "int"], ["body", "id", "str"], ["body", "completion"],
          ["body", "config", "provided_data", 0], ["body", "config", "language"], ["body", "config", "is_fewshot"],
          ["body", "config", "run_timeout"], ["body", "config", "extra"]]
assert status == 422 and [error["loc"] for error in answer["detail"]] == wanted, answer
for odd in [{}, {"id": 1}, {"test": []}, {"test": "["}, {"test": [{}]}, {"test": {"code": 1}}, {"labels": [], "test": "{}"},
            {"labels": {"programming_language": "klingon"}, "test": {"code": ""}}, {"test_list": [1]}, {"test": "eJwDAAAAAAE="},
            {"labels": {"programming_language": "python"}, "test": {"code": "", "asset": {"../../x": ""}}},
            {"labels": {"programming_language": "python"}, "test": {"code": "", "asset": {"a": "*"}}}]:
    for kind in ["CommonOJ", "AutoEval", "HumanEval", "MultiPLE", "MBPP", "LiveCodeBench", "Verdict"]:
        refused("x", 1, "x", dataset_type=kind + "Dataset", language="python", provided_data=odd)
odd = {"name": "x", "language": "cpp", "prompt": "", "tests": "", "stop_tokens": ["re:(a+)+b"]}
assert "regular expression" in refused("x", 1, "x", dataset_type="MultiPLEDataset", provided_data=odd)

# Programs that try to pass without doing the task: as records of the evaluation, and with tests added to them.
tasks = {task.get("id", task.get("task_id")): task for task in map(json.loads, open(folder / "tasks.jsonl"))}
self_testing = {"id": 1, "labels": {"programming_language": "python"}, "test": {"code": "#<INSERT>" + tasks["program"]["program"]["after"]}}


def try_to_pass(row):
    name = folder / "hostile" / row["file"]
    if row["task"] == "pytest":
        words = refused("x", 1, fenced(name.read_text()), dataset_type="VerdictDataset", provided_data=tasks["pytest"])
        assert "pytest" in words, words
        return
    language, fence = {".cpp": ("cpp", "cpp"), ".js": ("nodejs", "js")}.get(name.suffix, ("python", "python"))
    answer = fenced(name.read_text().rstrip("\n"), fence)
    found = submit("x", 1, answer, dataset_type="VerdictDataset", language=language, provided_data=tasks[row["task"]],
                   extra={"is_freeform": True})
    assert found.accepted == (row["verdict"] == "AC"), (row, found)
    if row["task"] == "program":
        found = submit("x", 1, answer, dataset_type="AutoEvalDataset", provided_data=self_testing, run_timeout=1,
                       extra={"append_flag": True})
        assert found.accepted == (row["verdict"] == "AC"), (row, found)


with concurrent.futures.ThreadPoolExecutor(8) as pool:
    list(pool.map(try_to_pass, csv.DictReader(open(folder / "hostile.tsv"), delimiter="\t")))
print("done")
