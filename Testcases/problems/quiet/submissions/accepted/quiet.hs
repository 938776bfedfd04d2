import Data.List (group, sort)

main :: IO ()
main = do
    things <- fmap (tail . lines) getContents
    mapM_ (putStrLn . head) (filter ((> 1) . length) (group (sort things)))
