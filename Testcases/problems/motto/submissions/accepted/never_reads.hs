main :: IO ()
main = putStrLn "Everyone is welcome"
