def input = System.in.newReader()
input.readLine()
long sum = 0
input.readLine().split(' ').each { sum += it as long }
println sum
