module Main (main) where

import Reckoner (reckon)

main :: IO ()
main = getLine >>= print . reckon
