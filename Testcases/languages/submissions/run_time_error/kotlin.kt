fun main() {
    readLine()
    val numbers = readLine()!!.split(" ").map { it.toLong() }
    var sum = numbers.sum()
    sum += numbers[numbers.size]
    println(sum)
}
