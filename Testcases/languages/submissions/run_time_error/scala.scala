import scala.io.StdIn

object Main {
  def main(arguments: Array[String]): Unit = {
    StdIn.readLine()
    var sum = StdIn.readLine().split(" ").map(_.toLong).sum
    val numbers = Array(sum)
    println(numbers(5))
  }
}
