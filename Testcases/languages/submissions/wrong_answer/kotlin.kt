fun main() {
    readLine()
    val numbers = readLine()!!.split(" ").map { it.toLong() }
    val sum = numbers.sum()
    println(sum + 1)
}
