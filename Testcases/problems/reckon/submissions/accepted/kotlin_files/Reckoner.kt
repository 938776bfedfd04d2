class Reckoner(private val line: String) {
    private var place = 0

    fun sum(): Long {
        var value = product()
        while (at('+') || at('-')) {
            if (line[place++] == '+') value += product() else value -= product()
        }
        return value
    }

    private fun at(sign: Char) = place < line.length && line[place] == sign

    private fun product(): Long {
        var value = operand()
        while (at('*')) {
            place++
            value *= operand()
        }
        return value
    }

    private fun operand(): Long {
        val sign = line[place++]
        if (sign != '(') return (sign - '0').toLong()
        val value = sum()
        place++
        return value
    }
}
