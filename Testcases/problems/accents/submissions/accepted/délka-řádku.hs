main :: IO ()
main = do
    řádek <- getLine
    putStrLn (řádek ++ ": " ++ show (length řádek))
