cloudiness :: Int -> Int -> Int -> Int
cloudiness _ _ 0 = 1
cloudiness a p level = (cloudiness a p (level - 1) * a + level) `mod` p

main :: IO ()
main = do
    [n, a, p] <- fmap (map read . words) getLine
    print (cloudiness a p n)
