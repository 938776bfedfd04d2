pairs :: [Double] -> [(Double, Double)]
pairs (x : y : rest) = (x, y) : pairs rest
pairs _ = []

-- read wants a digit on both sides of the point, which the input guarantees.
main :: IO ()
main = do
    (_ : numbers) <- fmap words getContents
    let poles = pairs (map read numbers)
        sides = zip poles (tail poles ++ [head poles])
        (x, y) = head poles
        side ((a, b), (c, d)) = sqrt ((c - a) ^ (2 :: Int) + (d - b) ^ (2 :: Int))
        cross ((a, b), (c, d)) = (a - x) * (d - y) - (c - x) * (b - y)
    print (sum (map side sides))
    print (abs (sum (map cross sides)) / 2)
