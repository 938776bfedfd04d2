import Data.Array.Unboxed

main :: IO ()
main = do
    text <- getContents
    let total = sum (map read (tail (words text))) :: Integer
    let numbers = listArray (0, 2 ^ (26 :: Int)) (repeat 1) :: UArray Int Int
    print (total + fromIntegral (numbers ! fromIntegral (abs total) - 1))
