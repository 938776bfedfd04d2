"""Judge0's own SDK: python judge0_sdk.py URL TOKEN"""

import sys
import time

import judge0
from judge0.base_types import Status

url, token = sys.argv[1:3]
client = judge0.Client(url + "/judge0", headers={"Authorization": "Bearer " + token})
patience = judge0.retry.MaxWaitTime(120)


def run(**what):
    submission = judge0.async_run(client=client, language=judge0.PYTHON, **what)
    return judge0.wait(client=client, submissions=submission, retry_strategy=judge0.retry.MaxWaitTime(120))


hello = run(source_code="print('hello')")
assert hello.status == Status.ACCEPTED and hello.stdout == "hello\n", (hello.status, hello.stdout)
assert hello.exit_code == 0 and hello.time is not None and hello.memory > 0, vars(hello)

echo = "print(input())"
cases = [judge0.TestCase(f"{i}", f"{i if i != 2 else 'x'}") for i in range(5)]
many = run(source_code=echo, test_cases=cases)
found = [submission.status for submission in many]
assert found == [Status.ACCEPTED] * 2 + [Status.WRONG_ANSWER] + [Status.ACCEPTED] * 2, found

table = [
    ("raise SystemExit(3)", Status.RUNTIME_ERROR_NZEC),
    ("import os; os.kill(os.getpid(), 11)", Status.RUNTIME_ERROR_SIGSEGV),
    ("import os; os.abort()", Status.RUNTIME_ERROR_SIGABRT),
    ("import os; os.kill(os.getpid(), 8)", Status.RUNTIME_ERROR_SIGFPE),
    ("import os; os.kill(os.getpid(), 10)", Status.RUNTIME_ERROR_OTHER),
    ("while True: pass", Status.TIME_LIMIT_EXCEEDED),
]
submissions = [
    judge0.Submission(source_code=code, language=judge0.PYTHON, cpu_time_limit=0.5) for code, _ in table
]
submissions.append(judge0.Submission(source_code="int main( {", language=judge0.C))
submissions.append(judge0.Submission(source_code="#include <iostream>\nint main(){std::cout<<7;}", language=judge0.CPP))
done = judge0.async_run(client=client, submissions=submissions)
done = judge0.wait(client=client, submissions=done, retry_strategy=judge0.retry.MaxWaitTime(120))
found = [submission.status for submission in done]
wanted = [status for _, status in table] + [Status.COMPILATION_ERROR, Status.ACCEPTED]
assert found == wanted, found
assert "error" in done[-2].compile_output and done[-2].stdout is None and done[-2].time is None, vars(done[-2])
assert done[-1].stdout == "7", vars(done[-1])
assert len(client.get_statuses()) == 14
assert client.get_language(71).name.startswith("Python"), client.get_language(71)
print("done")
