import qualified Data.ByteString as B
import Data.Word (Word8)

-- Chests of a mebibyte, each filled and kept.
main :: IO ()
main = go 0 []
  where
    go :: Word8 -> [B.ByteString] -> IO ()
    go i chests
        | length chests > 100000 = print (sum (map B.last chests))
        | otherwise = chest `seq` go (i + 1) (chest : chests)
      where
        chest = B.replicate 1048576 i
