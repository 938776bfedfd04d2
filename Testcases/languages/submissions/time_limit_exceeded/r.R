words <- scan(file("stdin"), quiet = TRUE)
total <- sum(words[-1])
while (total != 0.5) total <- total %% 7 + 2
cat(format(total, scientific = FALSE), "\n", sep = "")
