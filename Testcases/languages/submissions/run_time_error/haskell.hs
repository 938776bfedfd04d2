main :: IO ()
main = do
    text <- getContents
    let total = sum (map read (tail (words text))) :: Integer
    print (total `div` (total - total))
