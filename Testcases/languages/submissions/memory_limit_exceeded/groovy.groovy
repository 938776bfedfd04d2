def input = System.in.newReader()
input.readLine()
long sum = 0
input.readLine().split(' ').each { sum += it as long }
def blocks = []
64.times { blocks << new int[2 << 20] }
println sum + blocks.size() - 64
