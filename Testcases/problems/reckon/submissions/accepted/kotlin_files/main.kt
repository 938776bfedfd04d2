fun main() {
    println(Reckoner(readLine()!!.trim()).sum())
}
