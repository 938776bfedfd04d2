// @EXPECTED_RESULTS@: COMPILER-ERROR
fun main() { val a: Int = "cake" }
