main :: IO ()
main = do
    line <- getLine
    let jars = map read (words line) :: [Int]
    print (maximum jars)
