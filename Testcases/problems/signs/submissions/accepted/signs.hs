import System.IO

main :: IO ()
main = do
    hSetEncoding stdin utf8
    hSetEncoding stdout utf8
    text <- getContents
    mapM_ (\word -> putStrLn (show (length word) ++ " " ++ word ++ " " ++ [last word])) (tail (lines text))
