words <- scan(file("stdin"), quiet = TRUE)
total <- sum(words[-1])
blocks <- lapply(1:64, function(i) rep(i + 0.5, 2^20))
cat(format(total + length(blocks) - 64, scientific = FALSE), "\n", sep = "")
