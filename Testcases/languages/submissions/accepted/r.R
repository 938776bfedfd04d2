words <- scan(file("stdin"), quiet = TRUE)
total <- sum(words[-1])
cat(format(total, scientific = FALSE), "\n", sep = "")
