main :: IO ()
main = do
    text <- readFile "/dev/stdin"
    let _ : values = map read (words text) :: [Integer]
    writeFile "/dev/stdout" (show (sum values) ++ "\n")
