fun main() {
    readLine()
    val numbers = readLine()!!.split(" ").map { it.toLong() }
    var sum = numbers.sum()
    val total: String = sum
    println(total)
}
