import Data.List (foldl')

-- A lazy list of a million numbers is never in memory as a whole.
main :: IO ()
main = do
    n <- readLn :: IO Int
    print (n + foldl' (+) 0 (concatMap (\i -> [i, -i]) [1 .. 1000000]))
