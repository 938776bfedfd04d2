// @EXPECTED_RESULTS@: COMPILER-ERROR
class Broken { static void Main() { int a = "cake"; } }
