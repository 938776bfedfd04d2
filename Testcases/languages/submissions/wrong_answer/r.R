words <- scan(file("stdin"), quiet = TRUE)
total <- sum(words[-1])
cat(format(total + 1, scientific = FALSE), "\n", sep = "")
