import Data.Graph (SCC (..), stronglyConnComp)
import qualified Data.IntMap.Strict as M

pairs :: [Int] -> [(Int, Int)]
pairs (a : b : rest) = (a, b) : pairs rest
pairs _ = []

isCircle :: SCC a -> Bool
isCircle (CyclicSCC _) = True
isCircle _ = False

main :: IO ()
main = do
    (n : _ : numbers) <- fmap (map read . words) getContents
    let before = M.fromListWith (++) [(b, [a]) | (a, b) <- pairs numbers]
        parts = stronglyConnComp [(i, i, M.findWithDefault [] i before) | i <- [1 .. n]]
    if any isCircle parts
        then putStrLn "circle"
        else putStr (unlines [show i | AcyclicSCC i <- parts])
