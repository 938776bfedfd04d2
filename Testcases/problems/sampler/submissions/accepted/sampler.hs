row :: Int -> (Int, Char) -> String
row n (i, letter) = "O" ++ replicate i ' ' ++ [if letter == 'U' then 'X' else 'x'] ++ replicate (n - 1 - i) ' ' ++ "O"

main :: IO ()
main = do
    pattern <- getLine
    let n = length pattern
        edge = replicate (n + 2) 'O'
    putStr (unlines ([edge] ++ map (row n) (zip [0 ..] pattern) ++ [edge]))
