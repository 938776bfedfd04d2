// @EXPECTED_RESULTS@: COMPILER-ERROR, RUN-ERROR
// A syntax error: seen before the first run where the judge asks the runtime to check.
const a = ;
