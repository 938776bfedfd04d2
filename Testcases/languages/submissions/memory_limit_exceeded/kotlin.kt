fun main() {
    readLine()
    val numbers = readLine()!!.split(" ").map { it.toLong() }
    var sum = numbers.sum()
    val blocks = ArrayList<IntArray>()
    for (i in 1..64) blocks.add(IntArray(2 shl 20))
    sum += blocks.size - 64
    println(sum)
}
