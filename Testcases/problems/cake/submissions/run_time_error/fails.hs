main :: IO ()
main = do
    [a, b] <- fmap (map read . words) getLine :: IO [Integer]
    print (a `div` b)
    print (a `div` (b - b))
