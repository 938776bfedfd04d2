import kotlin.system.exitProcess

fun main() {
    val (a, b) = readLine()!!.trim().split(" ").map { it.toInt() }
    println("${a / b} ${a % b}")
    exitProcess(3)
}
