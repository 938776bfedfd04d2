module Reckoner (reckon) where

import Text.ParserCombinators.ReadP

reckon :: String -> Integer
reckon line = head [value | (value, "") <- readP_to_S (total <* eof) line]

total :: ReadP Integer
total = chainl1 factors (((+) <$ char '+') +++ ((-) <$ char '-'))

factors :: ReadP Integer
factors = chainl1 operand ((*) <$ char '*')

operand :: ReadP Integer
operand = between (char '(') (char ')') total +++ (read . pure <$> satisfy (`elem` "0123456789"))
