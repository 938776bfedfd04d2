// expect: compile_error
// wall: compile-limits
// x: everything compiles and no program comes out of it
