import scala.io.StdIn

object Main {
  def main(arguments: Array[String]): Unit = {
    StdIn.readLine()
    var sum = StdIn.readLine().split(" ").map(_.toLong).sum
    val total: String = sum
    println(total)
  }
}
