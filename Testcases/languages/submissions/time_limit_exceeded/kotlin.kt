fun main() {
    readLine()
    val numbers = readLine()!!.split(" ").map { it.toLong() }
    var sum = numbers.sum()
    while (sum != 1L) sum = sum or 2L
    println(sum)
}
