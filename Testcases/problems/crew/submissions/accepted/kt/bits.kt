fun product(a: Long, b: Long): Long = a * b
