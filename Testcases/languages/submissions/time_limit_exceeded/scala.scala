import scala.io.StdIn

object Main {
  def main(arguments: Array[String]): Unit = {
    StdIn.readLine()
    var sum = StdIn.readLine().split(" ").map(_.toLong).sum
    while (sum != 1) sum |= 2
    println(sum)
  }
}
