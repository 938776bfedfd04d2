import scala.io.StdIn

object Main {
  def main(arguments: Array[String]): Unit = {
    StdIn.readLine()
    var sum = StdIn.readLine().split(" ").map(_.toLong).sum
    val blocks = (1 to 64).map(i => Array.fill(2 << 20)(i))
    println(sum + blocks.length - 64)
  }
}
