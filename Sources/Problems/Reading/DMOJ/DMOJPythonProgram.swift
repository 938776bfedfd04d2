/// What calls a checker or a grader that a package has in Python for DMOJ's own judge: a program with as much of that judge's modules
/// as such code uses. It answers as DMOJ's `coci` convention has it.
///
/// It is called with `check INPUT OUTPUT ANSWER` or `interact INPUT ANSWER`, and the words that ``DMOJPython/arguments(_:)`` has.
enum DMOJPythonProgram {
    static let text = #"""
        """Calls a checker or grader for DMOJ's judge: KIND FILES… POINTS POSITION BATCH BINARY ARGUMENTS."""
        import importlib.util
        import json
        import os
        import sys
        import traceback
        import types
        from fractions import Fraction

        # A line that is longer is no answer.
        LONGEST_LINE = 25165824
        LONGEST_NUMBER = 10000


        class Untold:
            """What DMOJ's judge knows and this one does not: whoever uses it gets an error, and no wrong verdict."""

            def __init__(self, name):
                self.__dict__["_name"] = name

            def _fail(self, *args, **others):
                raise NotImplementedError(f"{self.__dict__['_name']} is not known to programs that judge here")

            __getattr__ = __setattr__ = __call__ = __len__ = __iter__ = __getitem__ = __contains__ = __bool__ = _fail
            __eq__ = __ne__ = __lt__ = __le__ = __gt__ = __ge__ = __hash__ = __str__ = __format__ = __bytes__ = _fail
            __int__ = __float__ = __index__ = __add__ = __radd__ = __sub__ = __rsub__ = __mul__ = __rmul__ = _fail
            __truediv__ = __rtruediv__ = __floordiv__ = __rfloordiv__ = __mod__ = __rmod__ = _fail


        class CheckerResult:
            def __init__(self, passed, points, feedback=None, extended_feedback=None):
                assert isinstance(passed, bool), "a checker says True or False"
                assert isinstance(points, (int, float)), "points are a number"
                assert feedback is None or isinstance(feedback, str), "feedback is a text"
                assert extended_feedback is None or isinstance(extended_feedback, str), "feedback is a text"
                self.passed, self.points = passed, points
                self.feedback, self.extended_feedback = feedback, extended_feedback


        class Result:
            AC, WA, RTE, TLE, MLE, IR, SC, OLE, IE = 0, 1, 2, 4, 8, 16, 32, 64, 1 << 30

            def __init__(self, case, result_flag=0, proc_output=b"", feedback="", extended_feedback="", points=0):
                self.case, self.result_flag, self.proc_output = case, result_flag, proc_output
                self.feedback, self.extended_feedback, self.points = feedback, extended_feedback, points

            def __getattr__(self, name):
                return Untold(f"the result's {name}")


        class WrongAnswer(BaseException):
            pass


        class Interactor:
            def __init__(self, source, target):
                self._source, self._target, self._tokens = source, target, None

            def _read(self, read):
                data = read(LONGEST_LINE + 1)
                if not data:
                    raise IOError("the submission has closed its output")
                if len(data) > LONGEST_LINE:
                    raise WrongAnswer("the submission writes too much")
                return data

            def read(self):
                return self._read(self._source.read)

            def readln(self, strip_newline=True):
                line = self._read(self._source.readline)
                return line.rstrip() if strip_newline else line

            def readtoken(self, delim=None):
                line = self._tokens or self.readln()
                parts = line.split(delim, 1)
                token, self._tokens = parts if len(parts) == 2 else (line, None)
                return token

            def _number(self, kind, convert, lo, hi, delim):
                token = self.readtoken(delim)
                if len(token) > LONGEST_NUMBER:
                    raise WrongAnswer(f"{kind} is too long")
                try:
                    number = convert(token)
                except ValueError:
                    start = token[:5].decode(errors="replace") + ("..." if len(token) > 5 else "")
                    raise WrongAnswer(f'expected {kind}, got "{start}"') from None
                if not lo <= number <= hi:
                    raise WrongAnswer(f"expected {kind} from {lo} to {hi}, got {number}")
                return number

            def readint(self, lo=float("-inf"), hi=float("inf"), delim=None):
                return self._number("int", int, lo, hi, delim)

            def readfloat(self, lo=float("-inf"), hi=float("inf"), delim=None):
                return self._number("float", float, lo, hi, delim)

            def write(self, val):
                self._target.write(str(val).encode())
                self._target.flush()

            def writeln(self, val):
                self.write(f"{val}\n")

            def close(self):
                self._target.close()


        def words(data):
            """The lines of a text, without empty ones, as lists of words."""
            data = data.encode() if isinstance(data, str) else bytes(data)
            lines = data.replace(b"\r", b"\n").split(b"\n")
            return [line.split() for line in lines if line.split()]


        def standard(process_output, judge_output, *args, **others):
            return words(process_output) == words(judge_output)


        class BaseGrader:
            def __init__(self, judge, problem, language, source):
                self.judge, self.problem, self.language, self.source = judge, problem, language, source


        class StandardGrader(BaseGrader):
            def check_result(self, case, result):
                return standard(result.proc_output, case.output_data())


        class InteractiveGrader(StandardGrader):
            check, feedback = False, None

            def interact(self, case, interactor):
                raise NotImplementedError("the grader has no interact")


        class Case:
            """What of a test case there is to know."""

            def __init__(self, input_path, answer_path, points, position, batch, is_binary):
                self._paths, self.has_binary_data = (input_path, answer_path), is_binary
                self.points = int(points) if points.isdigit() else float(points)
                self.position, self.batch = int(position), int(batch)

            def _data(self, path):
                with open(path, "rb") as file:
                    data = file.read()
                if self.has_binary_data or not data:
                    return data
                data = data.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
                return data if data.endswith(b"\n") else data + b"\n"

            def input_data(self):
                return self._data(self._paths[0])

            def output_data(self):
                return self._data(self._paths[1])

            def __getattr__(self, name):
                return Untold(f"the test case's {name}")


        def module(name, **members):
            made = sys.modules[name] = types.ModuleType(name)
            made.__dict__.update(members)
            outer, _, inner = name.rpartition(".")
            if outer:
                setattr(sys.modules[outer], inner, made)
            return made


        def bring_modules():
            module("dmoj").__path__ = []
            module("dmoj.result", Result=Result, CheckerResult=CheckerResult)
            graders = dict(BaseGrader=BaseGrader, StandardGrader=StandardGrader, InteractiveGrader=InteractiveGrader)
            module("dmoj.graders", **graders).__path__ = []
            module("dmoj.graders.base", BaseGrader=BaseGrader)
            module("dmoj.graders.standard", StandardGrader=StandardGrader)
            module("dmoj.graders.interactive", WrongAnswer=WrongAnswer, Interactor=Interactor, **graders)
            module("dmoj.checkers").__path__ = []
            module("dmoj.checkers.standard", check=standard)
            module("dmoj.error", InternalError=type("InternalError", (Exception,), {}))
            module("dmoj.utils").__path__ = []
            module(
                "dmoj.utils.unicode",
                utf8bytes=lambda text: text.encode() if isinstance(text, str) else text,
                utf8text=lambda data, errors="strict": data.decode("utf-8", errors) if isinstance(data, bytes) else data)


        def load(name):
            path = os.path.join(os.path.dirname(os.path.abspath(__file__)), name)
            spec = importlib.util.spec_from_file_location("code_of_the_package", path)
            code = importlib.util.module_from_spec(spec)
            spec.loader.exec_module(code)
            return code


        def answer(said, case, feedback=None, words=None):
            """Says it as a status and words, and ends."""
            if not isinstance(said, CheckerResult):
                said = CheckerResult(said, case.points if said else 0, feedback)
            points, whole = Fraction(said.points), Fraction(case.points)
            if points < 0 or points > whole:
                raise ValueError(f"{said.points} points are given, of {case.points}")
            if points and not said.passed:
                raise ValueError(f"{said.points} points are given to an output that is rejected, which is not taken")
            status = 0 if said.passed else 1
            if said.passed and points != whole:
                # Whoever reads this reads no more digits.
                part = (points / whole).limit_denominator(10**15)
                print(f"partial {part.numerator}/{part.denominator}", file=sys.stderr)
                status = 7
            print(said.feedback or "", file=words or sys.stderr)
            (words or sys.stderr).flush()
            sys.stderr.flush()
            os._exit(status)


        def check(code, case, output_path, arguments, words):
            with open(output_path, "rb") as file:
                output = file.read()
            result = Result(case, proc_output=output)
            others = dict(
                submission_source=Untold("the submission's source"), judge_input=case.input_data(),
                point_value=case.points, case_position=case.position, batch=case.batch,
                submission_language=Untold("the submission's language"), binary_data=case.has_binary_data,
                execution_time=Untold("the submission's time"), problem_id=Untold("the problem's id"), case=case,
                result=result)
            try:
                if hasattr(code, "Grader"):
                    said = grader(code).check_result(case, result)
                else:
                    said = code.check(output, case.output_data(), **{**others, **arguments})
            except UnicodeDecodeError:
                said = CheckerResult(False, 0, "invalid unicode")
            answer(said, case, words=words)


        def grader(code):
            about = Untold("the problem")
            return code.Grader(Untold("the judge"), about, Untold("the language"), Untold("the submission's source"))


        def interact(code, case, source, target):
            said, feedback = False, None
            talker = Interactor(source, target)
            try:
                said = grader(code).interact(case, talker)
                talker.close()
            except WrongAnswer as reason:
                feedback = str(reason)
            except IOError as reason:
                feedback = str(reason)
            answer(said, case, feedback)


        def main():
            kind, paths = sys.argv[1], sys.argv[2:-5]
            points, position, batch, binary, arguments = sys.argv[-5:]
            # What the package's code prints is for people, not for the submission.
            source, target, said = sys.stdin.buffer, sys.stdout.buffer, sys.stdout
            sys.stdout = sys.stderr
            bring_modules()
            case = Case(paths[0], paths[-1], points, position, batch, binary == "true")
            code = load("judging.py")
            if kind == "check":
                check(code, case, paths[1], json.loads(arguments), said)
            else:
                interact(code, case, source, target)


        try:
            main()
        except BaseException:
            traceback.print_exc()
            sys.stderr.flush()
            # Python's own status for this would be a rejection.
            os._exit(3)

        """#
}
