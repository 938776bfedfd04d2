fun main() {
    val coins = ArrayList<LongArray>()
    while (true) coins.add(LongArray(1 shl 19) { it.toLong() })
}
