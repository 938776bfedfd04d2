import kotlin.math.abs
import kotlin.math.hypot

class Pole(val x: Double, val y: Double)

fun main() {
    val n = readLine()!!.trim().toInt()
    val poles = List(n) {
        val (x, y) = readLine()!!.trim().split(" ").map { it.toDouble() }
        Pole(x, y)
    }
    val first = poles[0]
    var length = 0.0
    var doubled = 0.0
    for ((i, a) in poles.withIndex()) {
        val b = poles[(i + 1) % n]
        length += hypot(b.x - a.x, b.y - a.y)
        doubled += (a.x - first.x) * (b.y - first.y) - (b.x - first.x) * (a.y - first.y)
    }
    println("$length ${abs(doubled) / 2}")
}
