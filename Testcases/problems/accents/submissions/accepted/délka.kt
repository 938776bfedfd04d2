class Délka(val řádek: String)

fun main() {
    val délka = Délka(readLine()!!)
    println("${délka.řádek}: ${délka.řádek.length}")
}
